# A Debian of its own that is made by debootstrap, boots its own systemd in systemd-nspawn, and shares the network.
# Sourced by scripts/try-install, which sets $work (a folder), $root (the machine's files below it) and $suite.

# What an installed Debian has and debootstrap's least variant has not.
PACKAGES=systemd,systemd-sysv,dbus,libpam-systemd,cron,logrotate,sudo,ca-certificates,procps,iproute2

make_machine() {
  if [ -n "${TRY_INSTALL_BASE:-}" ]; then
    cp --archive "$TRY_INSTALL_BASE" "$root"
  else
    debootstrap --variant=minbase --include="$PACKAGES" "$suite" "$root" http://deb.debian.org/debian >"$work/debootstrap.log"
  fi
  cp --dereference /etc/resolv.conf "$root/etc/resolv.conf"
  echo reporter >"$root/etc/hostname"
  echo "127.0.0.1 localhost reporter db.example.com" >"$root/etc/hosts"
  chroot "$root" useradd --create-home --shell /bin/bash admin
  echo 'admin ALL=(ALL) NOPASSWD: ALL' >"$root/etc/sudoers.d/admin"
  # Nobody misses this machine after a power cut; waiting for the disk is most of what installing takes.
  echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/trial"
  mkdir "$root/trial"
  trust_registry
}

# Where this machine reaches the registry through a certificate of its own, the new one has to know that too.
trust_registry() {
  local cafile home
  cafile=$(npm config get cafile)
  [ -f "$cafile" ] || return 0
  cp "$cafile" "$root/trial/ca.crt"
  for home in "$root/root" "$root/home/admin"; do echo cafile=/trial/ca.crt >"$home/.npmrc"; done
}

boot_machine() {
  systemd-nspawn --quiet --register=no --keep-unit --directory="$root" --machine="trial-$$" --boot --console=pipe \
    --hostname=reporter --resolv-conf=off --timezone=off </dev/null >"$work/boot.log" 2>&1 &
  nspawn=$!
  for _ in $(seq 120); do
    leader=$(pgrep --parent "$nspawn" || true)
    # Degraded: a container lacks what some units want.
    if [ -n "$leader" ] && inside systemctl is-system-running 2>/dev/null | grep -qE 'running|degraded'; then return 0; fi
    sleep 1
  done
  tail -20 "$work/boot.log" >&2
  fail "the machine does not boot"
}

inside() {
  nsenter --target "$leader" --mount --uts --ipc --pid --cgroup --root --wd \
    env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 "$@"
}

# Runs the lines on stdin as the administrator who has logged in; who asks for a password is told "secret".
as_admin() {
  run_as_admin "bash $(script_of_stdin)"
}

# The same in the shell of the program's user, which the guide opens by a line of its own.
as_program() {
  run_as_admin "$(guide getting-started 'The first report' sh 1) bash $(script_of_stdin)"
}

script_of_stdin() {
  local file
  file=$(mktemp "$root/trial/XXXXXX.sh")
  { echo 'set -euxo pipefail'; cat; } >"$file"
  chmod 0644 "$file"
  echo "/trial/${file##*/}"
}

run_as_admin() {
  (set +o pipefail; yes secret | inside runuser --login admin --command "$1") >"$work/step.log" 2>&1 && return 0
  tail -40 "$work/step.log" >&2
  fail "a command of the guide failed"
}

# Asks as the program's user and prints the answer; $given is what a version needs that finds no settings by itself.
reportctl() { inside runuser --login reportctl --command "${given:-} reportctl $*"; }

stop_machine() {
  [ -z "${nspawn:-}" ] || kill -TERM "$nspawn" 2>/dev/null || true
  [ -z "${nspawn:-}" ] || wait "$nspawn" 2>/dev/null || true
  # Nothing is taken away while something of it is mounted.
  if grep -q " $root[/ ]" /proc/self/mounts; then fail "something is still mounted below $root"; fi
}
