import type { Description } from '../description.js';

/** What systemd's macros for RPM expand to, which not every machine that builds has; $1 is the number of installations that will be there. */
export function scriptlets({ name, node, services }: Description): string {
  const all = services.join(' ');
  const reversed = services.toReversed().join(' ');
  return `%pre
# Found before anything is unpacked: the addon for SQLite loads into one version of Node's binary interface.
abi=$(/usr/bin/node -p process.versions.modules) || exit 1
if [ "$abi" != ${node.abi} ]; then
  echo "${name}: this package is for Node.js ${node.from} up to, not including, ${node.below} (ABI ${node.abi}), and /usr/bin/node is $(/usr/bin/node -v) (ABI $abi); nothing was changed" >&2
  exit 1
fi
if [ ! -w /etc ]; then
  echo "${name}: /etc is read-only, and the user lattice and the configuration are written there; nothing was changed" >&2
  exit 1
fi

%post
systemd-sysusers lattice.conf || :
systemd-tmpfiles --create lattice.conf || :
if [ -d /run/systemd/system ]; then
  systemctl daemon-reload || :
  systemctl reload dbus.service >/dev/null 2>&1 || :
fi
if [ "$1" -eq 1 ]; then
  systemctl --no-reload preset ${all} >/dev/null 2>&1 || :
  echo 'Start with: systemctl enable --now ${all.replaceAll('.service', '')}'
fi

%preun
if [ "$1" -eq 0 ]; then
  systemctl --no-reload disable --now ${reversed} >/dev/null 2>&1 || :
  [ ! -d /run/lattice-helper ] || /usr/libexec/lattice/lattice-helper --restore-kept --runtime-dir /run/lattice-helper || :
fi

%postun
if [ -d /run/systemd/system ]; then
  systemctl daemon-reload || :
  if [ "$1" -ge 1 ]; then systemctl try-restart ${all} || :; fi
fi
if [ "$1" -eq 0 ]; then
  rm -f /run/dbus-1/system-services/org.freedesktop.UPower.PowerProfiles.service /run/dbus-1/system-services/net.hadess.PowerProfiles.service /run/lattice-helper/lock
  rmdir /run/lattice-helper 2>/dev/null || :
fi
`;
}
