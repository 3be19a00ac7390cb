# What befalls a machine later: a restore, an upgrade, systemd in cron's place. Sourced by scripts/try-install.

owner_url() { guide getting-started 'Database' sh 2 | grep '^export OWNER_URL='; }

# The backup holds a run that waits; its report goes out after the backup, and so does what is due then.
lost_and_restored() {
  reportctl hold on --reason backup >/dev/null
  due_in 1 under-way
  due_in 3 after-backup
  await 100 "a run waits" is_status under-way queued
  { owner_url; guide operations 'Backup and restore' sh 1; } | as_admin
  reportctl hold off >/dev/null
  await 250 "both have gone out" got after-backup@example.com 1
  equal "messages of the run under way" "$(messages_to under-way@example.com)" 1
  local i
  for i in 2 3 4; do { owner_url; guide operations 'Backup and restore' sh $i; } | as_admin; done
  sleep 65 # cron goes on meanwhile, and must send nothing
  equal "the run under way" "$(runs_of under-way)" skipped_missed
  guide operations 'Backup and restore' sh 5 | as_program
  due_in 2 after-restore
  await 180 "reports go out again" got after-restore@example.com 1
  for name in slow quick under-way after-backup; do equal "messages of $name" "$(messages_to $name@example.com)" 1; done
  say "restored: nobody got anything twice"
}

# The version before and its schema, with a database of its own; cron goes on ticking all the time.
upgraded() {
  database=before
  inside npm install --global --silent /trial/previous.tgz
  sed --in-place 's#/reportctl$#/before#' "$root/etc/reportctl.env"
  {
    owner_url
    echo 'sudo -u postgres createdb --owner reportctl_owner before; OWNER_URL=${OWNER_URL%/*}/before'
    echo 'DATABASE_URL=$OWNER_URL reportctl db migrate; psql "$OWNER_URL" --quiet --file /trial/role.sql'
  } | as_admin
  local given=REPORTCTL_CONFIG=/etc/reportctl.env
  account=$(reportctl accounts add --name Before --email owner@example.com --timezone UTC \
    --postal-address "'1 Main St, Houston, TX 77002'" --quiet)
  due_in 2 by-the-old
  await 240 "the version before delivers" got by-the-old@example.com 1
  equal "its schema" "$(sql 'select max(version) from schema_migrations')" "$previous_schema"
  due_in 4 meanwhile

  local upgrade
  cp "$tarball" "$root/home/admin/reportctl-0.1.0.tgz"
  upgrade=$(guide operations Upgrade)
  head -n 1 <<<"$upgrade" | as_admin
  given=
  await 100 "the new one misses its schema, and says so" logged 'db migrate'
  await 300 "a report is due meanwhile" is_past meanwhile
  equal "messages meanwhile" "$(messages_to meanwhile@example.com)" 0
  { owner_url; echo 'OWNER_URL=${OWNER_URL%/*}/before'; tail -n +2 <<<"$upgrade"; } | as_admin
  await 150 "it is made once there is one" got meanwhile@example.com 1
  due_in 2 by-the-new
  await 240 "and so is what is due next" got by-the-new@example.com 1
  for name in by-the-old meanwhile by-the-new; do equal "outcome of $name" "$(outcome $name)" "completed, 1"; done
  equal "what doctor says" "$(reportctl doctor >/dev/null; echo $?)" 0
}

# Timers in the crontab's place, with the database's URL as a credential.
under_systemd() {
  inside crontab -u reportctl -r
  inside install --mode 0700 --directory /etc/credstore
  sed --quiet 's/^DATABASE_URL=//p' "$root/etc/reportctl.env" >"$root/etc/credstore/reportctl.DATABASE_URL"
  chmod 0600 "$root/etc/credstore/reportctl.DATABASE_URL"
  cp "$root/etc/reportctl.env" "$work/reportctl.env"
  sed --in-place '/^DATABASE_URL=/d' "$root/etc/reportctl.env"
  inside chmod 0600 /etc/reportctl.env
  guide operations systemd | as_admin
  cp "$work/reportctl.env" "$root/etc/reportctl.env" # for people, who ask below
  inside chmod 0640 /etc/reportctl.env
  due_in 2 by-timer
  await 200 "a timer's tick delivers" got by-timer@example.com 1
  await 60 "the unsubscribe service answers" inside bash -c ': </dev/tcp/127.0.0.1/8025'
  local unit
  for unit in tick prune ping; do
    inside systemctl start "reportctl-$unit.service"
    equal "$unit ends" "$(inside systemctl show --property Result --value "reportctl-$unit.service")" success
  done
  inside systemctl show --property MemoryMax,CPUQuotaPerSecUSec,TasksMax,ActiveState,User reportctl-unsubscribe.service | paste --serial
  equal "outcome of by-timer" "$(outcome by-timer)" "completed, 1"
  # People go on as the same user, in the same home.
  equal "status" "$(reportctl status >/dev/null; echo $?)" 0
  inside systemd-analyze security --no-pager | grep reportctl
}
