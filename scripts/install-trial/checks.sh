# What the trial asks and demands. Sourced by scripts/try-install.

say() { echo "$(date +%T) $*"; }

fail() {
  echo "try-install: $*" >&2
  exit 1
}

equal() { [ "$2" = "$3" ] || fail "$1: \"$2\" instead of \"$3\""; }

# Asks once a second, at most so many seconds.
await() {
  local seconds=$1 what=$2
  shift 2
  for ((; seconds > 0; seconds--)); do
    if "$@" >/dev/null 2>&1; then say "$what"; return 0; fi
    sleep 1
  done
  tail -20 "$root/var/lib/reportctl/reportctl.log" >&2
  fail "in vain: $what"
}

sql() { inside runuser --user postgres -- psql --no-psqlrc --quiet --tuples-only --no-align --dbname "$database" --command "$1"; }

# The statuses of all runs of the schedule of that name, in their order.
runs_of() {
  sql "select r.status from schedule_runs r join schedules s on s.id = r.schedule_id where s.name = '$1' order by r.scheduled_for" |
    paste --serial --delimiters ' '
}
ended() { [[ "$(runs_of "$1")" == *completed ]]; }
is_status() { [ "$(runs_of "$1")" = "$2" ]; }

messages_to() { grep --count --fixed-strings "$1"$'\t' "$work/messages" || true; }
got() { [ "$(messages_to "$1")" = "$2" ]; }

log_lines() { grep --count --extended-regexp "$1" "$root/var/lib/reportctl/reportctl.log" || true; }

logged() { [ "$(log_lines "$1")" -gt 0 ]; }
is_past() { [ "$(sql "select now() > next_run_at + interval '5 s' from schedules where name = '$1'")" = t ]; }

# What came of a schedule: its runs, and how many messages its recipient got.
outcome() { echo "$(runs_of "$1"), $(messages_to "$1@example.com")"; }

# Adds a schedule that is due at a full minute, so many minutes from now; its name and its one recipient are alike.
due_in() {
  local minutes=$1 name=$2 at
  # Adding takes a while: a minute that is about to begin would be tomorrow's.
  if (($(date +%-S) > 35)); then minutes=$((minutes + 1)); fi
  at=$(date --utc --date "$minutes minutes" +%H:%M)
  reportctl schedules add --account "$account" --name "$name" --city Houston --cadence daily --at "$at" --timezone UTC \
    --to "$name@example.com" --quiet >/dev/null
}
