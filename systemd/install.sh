#!/bin/sh
# Installs Lattice as two services from a built checkout (npm ci has run). DESTDIR is put before every path.
# PACKAGE=1, with DESTDIR: as a distribution's package has it, below /usr and for the distribution's own Node.
set -eu
# npm tells real paths.
cd -P "$(dirname "$0")/.."
d=${DESTDIR:-}
package=${PACKAGE:-}

# All that can be wrong is found before anything is written: half an installation starts nothing and is hard to see.
refuse() {
  echo "install.sh: $*; nothing was installed" >&2
  exit 1
}
[ -z "$package" ] || [ -n "$d" ] || refuse 'PACKAGE=1 is for building a package, and needs DESTDIR'
if [ -z "$d" ]; then
  [ ! -e /usr/lib/systemd/system/latticed.service ] || refuse 'Lattice is installed here as a package of the distribution; remove that first'
  [ "$(id -u)" = 0 ] || refuse 'this needs root: sudo sh systemd/install.sh'
  for tool in systemctl systemd-sysusers systemd-tmpfiles; do
    command -v "$tool" >/dev/null || refuse "$tool is not in the PATH, and these are services of systemd"
  done
fi
# sudo has a PATH of its own.
node=$(command -v node) || refuse 'node is not in the PATH'
node -e 'process.exit(Number.parseInt(process.versions.node) >= 20 ? 0 : 1)' || refuse "$node is $(node -v), and Node.js 20 or newer is needed"
for file in native/build/lattice-helper native/build/lattice-exec dist/latticed.js dist/latticectl.js; do
  [ -f "$file" ] || refuse "$file is missing; run npm ci first"
done
# Both the program and the link to it in the PATH, since either may be what the units hide from the services.
[ -n "$package" ] || for path in "$(node -p 'fs.realpathSync(process.execPath)')" "$node"; do
  case $path in
    /home/* | /root/* | /run/user/* | "$(readlink -f /home)"/* | "$(readlink -f /root)"/*)
      refuse "node is $path, which the services can't see (ProtectHome=yes); install Node.js outside of /home and /root, as in /usr" ;;
    /tmp/* | /var/tmp/*) refuse "node is $path, which the services can't see (PrivateTmp=yes); install Node.js elsewhere, as in /usr" ;;
    /*) ;;
    *) refuse "node is $path, and a unit needs a path from the root" ;;
  esac
done
node -e "new (require('better-sqlite3'))(':memory:')" 2>/dev/null || refuse "$node can't load better-sqlite3 from $PWD; run npm ci with this Node"
packages=$(node systemd/packages.mjs) || refuse 'packages are missing in node_modules; run npm ci first'

# /etc and /usr/local are the administrator's: no package has its files there. What the bus looks into before /usr/share is then in /run, filled at boot.
if [ -n "$package" ]; then
  node=/usr/bin/node units=/usr/lib/systemd/system activation=/usr/share/lattice/system-services
else
  units=/etc/systemd/system activation=/usr/local/share/dbus-1/system-services
fi

# Of a version before nothing may stay: cp would put a folder into the one that is there.
rm -rf "$d/usr/lib/lattice/dist" "$d/usr/lib/lattice/docs" "$d/usr/lib/lattice/node_modules"
install -d "$d/usr/libexec/lattice" "$d/usr/lib/lattice" "$d$units" "$d/usr/lib/sysusers.d" "$d/usr/lib/tmpfiles.d" "$d/usr/bin"
install -m 0755 native/build/lattice-helper native/build/lattice-exec "$d/usr/libexec/lattice/"
# Built only where Node's headers were.
[ ! -e native/build/peer.node ] || install -m 0644 native/build/peer.node "$d/usr/libexec/lattice/"
cp -R dist docs package.json README.md "$d/usr/lib/lattice/"
# Only what runs: the tools that build and test stay behind.
mkdir -p "$d/usr/lib/lattice/node_modules"
printf '%s\n' "$packages" | while read -r dependency; do
  mkdir -p "$d/usr/lib/lattice/node_modules/$(dirname "$dependency")"
  cp -R "node_modules/$dependency" "$d/usr/lib/lattice/node_modules/$dependency"
done
# Of SQLite's package all but the addon is what it was built from: nine tenths of the whole installation.
sqlite="$d/usr/lib/lattice/node_modules/better-sqlite3"
rm -rf "$sqlite/deps" "$sqlite/src" "$sqlite/build"
install -D -m 0644 node_modules/better-sqlite3/build/Release/better_sqlite3.node "$sqlite/build/Release/better_sqlite3.node"
# Types, maps of sources and what editors and hosts of sources look for: no program reads it.
find "$d/usr/lib/lattice/node_modules" -type f \( -name '*.[cm]ts' -o -name '*.ts' -o -name '*.map' -o -name '.*' \) -delete
ln -sf ../lib/lattice/dist/latticectl.js "$d/usr/bin/latticectl"
chmod 0755 "$d/usr/lib/lattice/dist/latticectl.js" "$d/usr/lib/lattice/dist/latticed.js"
install -m 0644 systemd/lattice-helper.service systemd/latticed.service "$d$units/"
# The Node that built the native modules is the one that can load them.
sed -i "s#/usr/bin/node#$node#" "$d$units/latticed.service"
sed -i "1s#/usr/bin/env node\$#$node#; 1s# node # $node #" "$d/usr/lib/lattice/dist/latticectl.js" "$d/usr/lib/lattice/dist/latticed.js"
install -m 0644 systemd/lattice.sysusers.conf "$d/usr/lib/sysusers.d/lattice.conf"
install -d "$d/usr/share/dbus-1/system.d" "$d/usr/share/polkit-1/actions"
install -m 0644 systemd/lattice-dbus.conf "$d/usr/share/dbus-1/system.d/lattice.conf"
install -m 0644 systemd/lattice.policy "$d/usr/share/polkit-1/actions/lattice.policy"
install -m 0644 systemd/lattice.tmpfiles.conf "$d/usr/lib/tmpfiles.d/lattice.conf"
# Before /usr/share in the order of the bus, so that ours counts and no file of another package is touched.
install -d "$d$activation"
for name in org.freedesktop.UPower.PowerProfiles net.hadess.PowerProfiles; do
  install -m 0644 "systemd/$name.service" "$d$activation/"
  [ -z "$package" ] || echo "L+ /run/dbus-1/system-services/$name.service - - - - $activation/$name.service" >> "$d/usr/lib/tmpfiles.d/lattice.conf"
done
# Made from the command line and the configuration's schema, so that they can't be older than what they describe.
ctl() { node dist/latticectl.js "$@"; }
share="$d/usr/share"
install -d "$share/man/man1" "$share/man/man5" "$share/man/man8" "$share/bash-completion/completions" "$share/zsh/vendor-completions" "$share/fish/vendor_completions.d"
install -d "$share/lattice"
ctl manual control.schema.json > "$share/lattice/control.schema.json"
for page in latticectl.1 lattice.toml.5 latticed.8; do ctl manual $page > "$share/man/man${page##*.}/$page"; done
ctl completion bash > "$share/bash-completion/completions/latticectl"
ctl completion zsh > "$share/zsh/vendor-completions/_latticectl"
ctl completion fish > "$share/fish/vendor_completions.d/latticectl.fish"
ctl config default > "$d/usr/lib/lattice/lattice.toml.example"
[ -n "$d" ] && exit 0
systemd-sysusers lattice.conf
systemd-tmpfiles --create lattice.conf
systemctl daemon-reload
# Who may have our names on the bus; where there is no bus there is nothing to tell.
systemctl reload dbus || true
echo 'Installed. Start with: systemctl enable --now lattice-helper latticed'
echo 'Who may change things from a shell of any kind: sudo usermod -aG lattice "$USER", then log in again. A local session may set the profile as it is.'
