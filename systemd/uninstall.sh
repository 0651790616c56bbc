#!/bin/sh
# Stops the services (which puts every limit back) and removes what install.sh brought; the journal in /var/lib/lattice stays.
set -eu
systemctl disable --now latticed lattice-helper || true
rm -rf /usr/libexec/lattice /usr/lib/lattice /usr/bin/latticectl
rm -f /etc/systemd/system/lattice-helper.service /etc/systemd/system/latticed.service /usr/lib/sysusers.d/lattice.conf /usr/lib/tmpfiles.d/lattice.conf
systemctl daemon-reload
echo 'Removed. Your history is still in /var/lib/lattice.'
