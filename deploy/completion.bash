# Made by `npm run docs` from the program's help. Install as /etc/bash_completion.d/reportctl, or: source it.
_reportctl() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} called='' words='' word i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    case $word in -*) continue ;; esac
    case "${called:+$called }$word" in
    'tick' | 'generate' | 'limit-check' | 'cache' | 'cache get' | 'cache set' | 'cache delete' | 'cache flush' | 'cache stats' | 'cache list' | 'qa-deliver' | 'accounts' | 'accounts add' | 'accounts set' | 'accounts list' | 'accounts show' | 'plans' | 'plans list' | 'plans set' | 'stats' | 'schedules' | 'schedules add' | 'schedules edit' | 'schedules list' | 'schedules show' | 'schedules preview' | 'schedules pause' | 'schedules resume' | 'schedules delete' | 'schedules next' | 'schedules skip-due' | 'schedules recipients' | 'schedules recipients add' | 'schedules recipients import' | 'schedules recipients remove' | 'schedules recipients list' | 'suppressions' | 'suppressions list' | 'suppressions add' | 'suppressions import' | 'suppressions remove' | 'unsubscribe' | 'serve-unsubscribe' | 'runs' | 'runs list' | 'runs show' | 'runs retry' | 'runs resend' | 'runs cancel' | 'hold' | 'hold on' | 'hold off' | 'hold status' | 'status' | 'prune' | 'ping' | 'metrics' | 'doctor' | 'config' | 'insights' | 'insights check' | 'db' | 'db migrate' | 'db status' | 'db start' | 'db stop') called="${called:+$called }$word" ;;
    *) break ;;
    esac
  done
  case "$called $previous" in
  'tick --log-level') words='debug info warn error silent' ;;
  'generate --type') words='market_snapshot new_listings new_listings_gallery featured_listings inventory closed price_bands open_houses' ;;
  'generate --audience') words='all first_time_buyer investor luxury condo families' ;;
  'generate --log-level') words='debug info warn error silent' ;;
  'limit-check --log-level') words='debug info warn error silent' ;;
  'cache get --log-level') words='debug info warn error silent' ;;
  'cache set --log-level') words='debug info warn error silent' ;;
  'cache delete --log-level') words='debug info warn error silent' ;;
  'cache flush --log-level') words='debug info warn error silent' ;;
  'cache stats --log-level') words='debug info warn error silent' ;;
  'cache list --log-level') words='debug info warn error silent' ;;
  'qa-deliver --log-level') words='debug info warn error silent' ;;
  'accounts add --log-level') words='debug info warn error silent' ;;
  'accounts set --status') words='active suspended cancelled' ;;
  'accounts set --log-level') words='debug info warn error silent' ;;
  'accounts list --log-level') words='debug info warn error silent' ;;
  'accounts show --log-level') words='debug info warn error silent' ;;
  'plans list --log-level') words='debug info warn error silent' ;;
  'plans set --log-level') words='debug info warn error silent' ;;
  'stats --log-level') words='debug info warn error silent' ;;
  'schedules add --type') words='market_snapshot new_listings new_listings_gallery featured_listings inventory closed price_bands open_houses' ;;
  'schedules add --audience') words='all first_time_buyer investor luxury condo families' ;;
  'schedules add --cadence') words='daily weekly biweekly monthly' ;;
  'schedules add --catch-up') words='once skip' ;;
  'schedules add --on-empty') words='skip send' ;;
  'schedules add --price-of') words='list sale' ;;
  'schedules add --log-level') words='debug info warn error silent' ;;
  'schedules edit --type') words='market_snapshot new_listings new_listings_gallery featured_listings inventory closed price_bands open_houses' ;;
  'schedules edit --audience') words='all first_time_buyer investor luxury condo families' ;;
  'schedules edit --cadence') words='daily weekly biweekly monthly' ;;
  'schedules edit --catch-up') words='once skip' ;;
  'schedules edit --on-empty') words='skip send' ;;
  'schedules edit --price-of') words='list sale' ;;
  'schedules edit --log-level') words='debug info warn error silent' ;;
  'schedules list --log-level') words='debug info warn error silent' ;;
  'schedules show --log-level') words='debug info warn error silent' ;;
  'schedules preview --log-level') words='debug info warn error silent' ;;
  'schedules pause --log-level') words='debug info warn error silent' ;;
  'schedules resume --log-level') words='debug info warn error silent' ;;
  'schedules delete --log-level') words='debug info warn error silent' ;;
  'schedules next --log-level') words='debug info warn error silent' ;;
  'schedules skip-due --log-level') words='debug info warn error silent' ;;
  'schedules recipients add --log-level') words='debug info warn error silent' ;;
  'schedules recipients import --log-level') words='debug info warn error silent' ;;
  'schedules recipients remove --log-level') words='debug info warn error silent' ;;
  'schedules recipients list --log-level') words='debug info warn error silent' ;;
  'suppressions list --log-level') words='debug info warn error silent' ;;
  'suppressions add --log-level') words='debug info warn error silent' ;;
  'suppressions import --log-level') words='debug info warn error silent' ;;
  'suppressions remove --log-level') words='debug info warn error silent' ;;
  'unsubscribe --log-level') words='debug info warn error silent' ;;
  'serve-unsubscribe --log-level') words='debug info warn error silent' ;;
  'runs list --status') words='queued running completed partial failed skipped_limit skipped_inactive skipped_empty skipped_missed blocked_unverified suppressed_all no_recipients cancelled' ;;
  'runs list --log-level') words='debug info warn error silent' ;;
  'runs show --log-level') words='debug info warn error silent' ;;
  'runs retry --log-level') words='debug info warn error silent' ;;
  'runs resend --log-level') words='debug info warn error silent' ;;
  'runs cancel --log-level') words='debug info warn error silent' ;;
  'hold on --log-level') words='debug info warn error silent' ;;
  'hold off --log-level') words='debug info warn error silent' ;;
  'hold status --log-level') words='debug info warn error silent' ;;
  'status --log-level') words='debug info warn error silent' ;;
  'prune --log-level') words='debug info warn error silent' ;;
  'ping --log-level') words='debug info warn error silent' ;;
  'metrics --log-level') words='debug info warn error silent' ;;
  'doctor --log-level') words='debug info warn error silent' ;;
  'config --log-level') words='debug info warn error silent' ;;
  'insights check --log-level') words='debug info warn error silent' ;;
  'db migrate --log-level') words='debug info warn error silent' ;;
  'db status --log-level') words='debug info warn error silent' ;;
  'db start --log-level') words='debug info warn error silent' ;;
  'db stop --log-level') words='debug info warn error silent' ;;
  *)
    case $called in
    '') words='tick generate limit-check cache qa-deliver accounts plans stats schedules suppressions unsubscribe serve-unsubscribe runs hold status prune ping metrics doctor config insights db help --version --debug --help' ;;
    'tick') words='--json --until-idle --dry-run --debug --log-level --help' ;;
    'generate') words='--schedule --type --audience --city --postal-code --lookback --timezone --out --open --send-to --explain --force --json --debug --log-level --help' ;;
    'limit-check') words='--account --all --json --debug --log-level --help' ;;
    'cache') words='get set delete flush stats list help --debug --help' ;;
    'cache get') words='--debug --log-level --help' ;;
    'cache set') words='--ttl --debug --log-level --help' ;;
    'cache delete') words='--debug --log-level --help' ;;
    'cache flush') words='--namespace --dry-run --debug --log-level --help' ;;
    'cache stats') words='--json --debug --log-level --help' ;;
    'cache list') words='--pattern --json --debug --log-level --help' ;;
    'qa-deliver') words='--deliver-to --city --lookback --timezone --report-types --quick --base-url --token --login-email --login-password --poll-seconds --timeout-seconds --keep-schedules --junit --json --debug --log-level --help' ;;
    'accounts') words='add set list show help --debug --help' ;;
    'accounts add') words='--name --email --unverified --plan --timezone --postal-address --brand-name --brand-color --brand-logo-url --reply-to --quiet --json --debug --log-level --help' ;;
    'accounts set') words='--name --email --verified --unverified --plan --limit --status --timezone --postal-address --brand-name --brand-color --brand-logo-url --reply-to --json --debug --log-level --help' ;;
    'accounts list') words='--json --debug --log-level --help' ;;
    'accounts show') words='--json --debug --log-level --help' ;;
    'plans') words='list set help --debug --help' ;;
    'plans list') words='--json --debug --log-level --help' ;;
    'plans set') words='--name --limit --overage --no-overage --json --debug --log-level --help' ;;
    'stats') words='--city --postal-code --lookback --timezone --json --debug --log-level --help' ;;
    'schedules') words='add edit list show preview pause resume delete next skip-due recipients help --debug --help' ;;
    'schedules add') words='--account --to --name --type --audience --city --postal-code --lookback --cadence --at --weekday --day-of-month --anchor-date --timezone --catch-up --on-empty --spread --min-beds --min-baths --min-price --max-price --min-price-percent --max-price-percent --price-of --subtype --attach-pdf --quiet --json --debug --log-level --help' ;;
    'schedules edit') words='--name --type --audience --city --postal-code --lookback --cadence --at --weekday --day-of-month --anchor-date --timezone --catch-up --on-empty --spread --min-beds --min-baths --min-price --max-price --min-price-percent --max-price-percent --price-of --subtype --no-filters --attach-pdf --no-attach-pdf --json --debug --log-level --help' ;;
    'schedules list') words='--account --json --debug --log-level --help' ;;
    'schedules show') words='--json --debug --log-level --help' ;;
    'schedules preview') words='--count --json --debug --log-level --help' ;;
    'schedules pause') words='--reason --debug --log-level --help' ;;
    'schedules resume') words='--paused-by --debug --log-level --help' ;;
    'schedules delete') words='--debug --log-level --help' ;;
    'schedules next') words='--count --json --debug --log-level --help' ;;
    'schedules skip-due') words='--before --debug --log-level --help' ;;
    'schedules recipients') words='add import remove list help --debug --help' ;;
    'schedules recipients add') words='--json --debug --log-level --help' ;;
    'schedules recipients import') words='--json --debug --log-level --help' ;;
    'schedules recipients remove') words='--json --debug --log-level --help' ;;
    'schedules recipients list') words='--json --debug --log-level --help' ;;
    'suppressions') words='list add import remove help --debug --help' ;;
    'suppressions list') words='--account --json --limit --debug --log-level --help' ;;
    'suppressions add') words='--account --json --reason --debug --log-level --help' ;;
    'suppressions import') words='--account --json --reason --debug --log-level --help' ;;
    'suppressions remove') words='--account --json --debug --log-level --help' ;;
    'unsubscribe') words='--token --json --debug --log-level --help' ;;
    'serve-unsubscribe') words='--host --port --requests-per-minute --debug --log-level --help' ;;
    'runs') words='list show retry resend cancel help --debug --help' ;;
    'runs list') words='--schedule --account --status --since --count --json --debug --log-level --help' ;;
    'runs show') words='--json --debug --log-level --help' ;;
    'runs retry') words='--failed --since --code --debug --log-level --help' ;;
    'runs resend') words='--unknown --yes --json --debug --log-level --help' ;;
    'runs cancel') words='--debug --log-level --help' ;;
    'hold') words='on off status help --debug --help' ;;
    'hold on') words='--reason --debug --log-level --help' ;;
    'hold off') words='--debug --log-level --help' ;;
    'hold status') words='--json --debug --log-level --help' ;;
    'status') words='--json --watch --debug --log-level --help' ;;
    'prune') words='--dry-run --max-seconds --json --debug --log-level --help' ;;
    'ping') words='--timeout-seconds --if-set --json --debug --log-level --help' ;;
    'metrics') words='--out --debug --log-level --help' ;;
    'doctor') words='--json --debug --log-level --help' ;;
    'config') words='--all --json --debug --log-level --help' ;;
    'insights') words='check help --debug --help' ;;
    'insights check') words='--facts --text --json --debug --log-level --help' ;;
    'db') words='migrate status start stop help --debug --help' ;;
    'db migrate') words='--debug --log-level --help' ;;
    'db status') words='--json --debug --log-level --help' ;;
    'db start') words='--debug --log-level --help' ;;
    'db stop') words='--debug --log-level --help' ;;
    esac
    ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -o default -F _reportctl reportctl
