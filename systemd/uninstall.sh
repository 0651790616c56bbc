#!/bin/sh
# Stops the services (which puts every limit back) and removes what install.sh brought; the journal in /var/lib/lattice stays.
set -eu
systemctl disable --now latticed lattice-helper || true
rm -rf /usr/libexec/lattice /usr/lib/lattice /usr/share/lattice /usr/bin/latticectl
rm -f /etc/systemd/system/lattice-helper.service /etc/systemd/system/latticed.service /usr/lib/sysusers.d/lattice.conf /usr/lib/tmpfiles.d/lattice.conf
rm -f /usr/share/dbus-1/system.d/lattice.conf /usr/share/polkit-1/actions/lattice.policy
rm -f /usr/share/man/man1/latticectl.1 /usr/share/man/man5/lattice.toml.5 /usr/share/man/man8/latticed.8
rm -f /usr/share/bash-completion/completions/latticectl /usr/share/zsh/vendor-completions/_latticectl /usr/share/fish/vendor_completions.d/latticectl.fish
systemctl daemon-reload
echo 'Removed. Your history is still in /var/lib/lattice.'
