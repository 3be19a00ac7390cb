# The machine from nothing to the first report, and a day's work on it. Sourced by scripts/try-install.

install_program() {
  cp "$1" "$root/home/admin/reportctl-0.1.0.tgz"
  { guide getting-started 'Node.js'; guide getting-started 'The program'; guide getting-started 'The user'; } | as_admin
  guide operations 'Completion and manual' | as_admin
  say "Node.js $(inside node --version), reportctl $(inside reportctl --version)," \
    "$(du --summarize --block-size=M "$root/usr/local/lib/node_modules/reportctl" | cut --fields 1)"
}

configure() {
  guide getting-started 'Settings' ini >"$root/trial/settings.ini"
  { echo 'export SUDO_EDITOR="cp /trial/settings.ini"'; guide getting-started 'Settings'; } | as_admin
  equal "settings" "$(inside stat --format '%a %U %G' /etc/reportctl.env)" "640 root reportctl"
  # An administrator who asks as himself is told so, and meets no embedded database instead.
  equal "status without the right" "$(inside runuser --login admin --command 'reportctl status 2>/dev/null; echo $?')" 78
  # Apart: what installs packages takes some of what is typed for the next line.
  guide getting-started 'Database' sh 1 | head -n 1 | as_admin
  guide getting-started 'Database' sh 1 | tail -n +2 | as_admin
  guide getting-started 'Database' sh 2 | as_admin
  say "settings and database are there"
}

# The schedule that the guide makes is due two minutes later, and the machine's own cron delivers it.
first_report() {
  {
    guide getting-started 'The first report' sh 2
    guide getting-started 'The first report' sh 3
    guide getting-started 'Every minute' sh 1
  } | as_program
  guide operations 'Cron' | as_admin
  await 240 "cron has delivered" ended 'In two minutes'
  guide getting-started 'Every minute' sh 2 | as_program
  sleep 130
  equal "runs of the due instant" "$(runs_of 'In two minutes')" completed
  equal "messages of it" "$(find "$root/var/lib/reportctl/outbox" -name '*agent*.eml' | wc -l)" 1
  equal "what doctor says" "$(reportctl doctor >/dev/null; echo $?)" 0
  local ticks
  ticks=$(inside journalctl --quiet --no-pager --identifier CRON --grep 'reportctl tick' --output cat | wc -l)
  [ "$ticks" -ge 4 ] || fail "cron has started $ticks ticks only"
  say "cron has started $ticks ticks, $(log_lines '^nothing due') had nothing to do"
  account=$(sql 'select id from accounts limit 1')
}

# From files to a mail server on this machine.
send_mail() {
  local settings=$root/etc/reportctl.env
  sed --in-place '/MAIL_TRANSPORT/d; /OUTBOX_DIR/d' "$settings"
  cat >>"$settings" <<EOF
SMTP_URL=smtp://127.0.0.1:$smtp_port
MAIL_FROM="Market reports <reports@example.com>"
UNSUBSCRIBE_BASE_URL=https://reports.example.com/unsubscribe
UNSUBSCRIBE_SECRET=a secret of the trial
KEEPALIVE_URL=http://127.0.0.1:$http_port/
EOF
}

# A delivery that outlasts a minute: the next ticks come meanwhile, and two by hand beside them.
overlapping_ticks() {
  local idle
  due_in 2 slow
  due_in 2 quick
  await 150 "the slow delivery has begun" got slow@example.com 1
  idle=$(log_lines '^(nothing due|.*waits)')
  reportctl tick &
  reportctl tick
  wait $!
  await 200 "the slow delivery has ended" ended slow
  [ "$(log_lines '^(nothing due|.*waits)')" -gt "$idle" ] || fail "no tick came during the slow delivery"
  sleep 65
  for name in slow quick; do equal "outcome of $name" "$(outcome $name)" "completed, 1"; done
}

rotated_log() {
  inside logrotate --debug /etc/logrotate.d/reportctl 2>&1 | grep --quiet '^error' && fail "logrotate finds an error"
  inside logrotate --force /etc/logrotate.d/reportctl
  equal "the new log" "$(inside stat --format '%a %U %s' /var/lib/reportctl/reportctl.log)" "640 reportctl 0"
  await 90 "cron writes to the new log" inside test -s /var/lib/reportctl/reportctl.log
}
