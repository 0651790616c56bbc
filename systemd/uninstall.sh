#!/bin/sh
# Stops the services (which puts every limit back), puts back charge limits that were to stay, and removes what install.sh brought; the journal in /var/lib/lattice stays.
# DESTDIR is put before every path, as in install.sh.
set -eu
d=${DESTDIR:-}
if [ -z "$d" ] && [ -e /usr/lib/systemd/system/latticed.service ]; then
  echo 'uninstall.sh: Lattice is installed here as a package of the distribution, which removes it: apt remove lattice-governor, or as it is called there' >&2
  exit 1
fi
[ -n "$d" ] || systemctl disable --now latticed lattice-helper || true
[ -n "$d" ] || /usr/libexec/lattice/lattice-helper --restore-kept --runtime-dir /run/lattice-helper || true
rm -rf "$d/usr/libexec/lattice" "$d/usr/lib/lattice" "$d/usr/share/lattice" "$d/usr/bin/latticectl"
rm -f "$d/etc/systemd/system/lattice-helper.service" "$d/etc/systemd/system/latticed.service" "$d/usr/lib/sysusers.d/lattice.conf" "$d/usr/lib/tmpfiles.d/lattice.conf"
rm -f "$d/usr/local/share/dbus-1/system-services/org.freedesktop.UPower.PowerProfiles.service" "$d/usr/local/share/dbus-1/system-services/net.hadess.PowerProfiles.service"
rm -f "$d/usr/share/dbus-1/system.d/lattice.conf" "$d/usr/share/polkit-1/actions/lattice.policy"
rm -f "$d/usr/share/man/man1/latticectl.1" "$d/usr/share/man/man5/lattice.toml.5" "$d/usr/share/man/man8/latticed.8"
rm -f "$d/usr/share/bash-completion/completions/latticectl" "$d/usr/share/zsh/vendor-completions/_latticectl" "$d/usr/share/fish/vendor_completions.d/latticectl.fish"
[ -z "$d" ] || exit 0
systemctl daemon-reload
echo 'Removed. Your history is still in /var/lib/lattice.'
