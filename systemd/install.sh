#!/bin/sh
# Installs Lattice as two services from a built checkout (npm ci has run). DESTDIR is put before every path.
set -eu
# npm tells real paths.
cd -P "$(dirname "$0")/.."
d=${DESTDIR:-}

# All that can be wrong is found before anything is written: half an installation starts nothing and is hard to see.
refuse() {
  echo "install.sh: $*; nothing was installed" >&2
  exit 1
}
if [ -z "$d" ]; then
  [ "$(id -u)" = 0 ] || refuse 'this needs root: sudo sh systemd/install.sh'
  for tool in systemctl systemd-sysusers systemd-tmpfiles; do
    command -v "$tool" >/dev/null || refuse "$tool is not in the PATH, and these are services of systemd"
  done
fi
# sudo has a PATH of its own.
node=$(command -v node) || refuse 'node is not in the PATH'
command -v npm >/dev/null || refuse 'npm is not in the PATH (it tells which packages the service needs)'
node -e 'process.exit(Number.parseInt(process.versions.node) >= 20 ? 0 : 1)' || refuse "$node is $(node -v), and Node.js 20 or newer is needed"
for file in native/build/lattice-helper native/build/lattice-exec dist/latticed.js dist/latticectl.js; do
  [ -f "$file" ] || refuse "$file is missing; run npm ci first"
done
# Both the program and the link to it in the PATH, since either may be what the units hide from the services.
for path in "$(node -p 'fs.realpathSync(process.execPath)')" "$node"; do
  case $path in
    /home/* | /root/* | /run/user/* | "$(readlink -f /home)"/* | "$(readlink -f /root)"/*)
      refuse "node is $path, which the services can't see (ProtectHome=yes); install Node.js outside of /home and /root, as in /usr" ;;
    /tmp/* | /var/tmp/*) refuse "node is $path, which the services can't see (PrivateTmp=yes); install Node.js elsewhere, as in /usr" ;;
    /*) ;;
    *) refuse "node is $path, and a unit needs a path from the root" ;;
  esac
done
node -e "new (require('better-sqlite3'))(':memory:')" 2>/dev/null || refuse "$node can't load better-sqlite3 from $PWD; run npm ci with this Node"
packages=$(npm ls --omit=dev --all --parseable 2>/dev/null) || refuse 'packages are missing in node_modules; run npm ci first'

# Of a version before nothing may stay: cp would put a folder into the one that is there.
rm -rf "$d/usr/lib/lattice/dist" "$d/usr/lib/lattice/docs" "$d/usr/lib/lattice/node_modules"
install -d "$d/usr/libexec/lattice" "$d/usr/lib/lattice" "$d/etc/systemd/system" "$d/usr/lib/sysusers.d" "$d/usr/lib/tmpfiles.d" "$d/usr/bin"
install -m 0755 native/build/lattice-helper native/build/lattice-exec "$d/usr/libexec/lattice/"
# Built only where Node's headers were.
[ ! -e native/build/peer.node ] || install -m 0644 native/build/peer.node "$d/usr/libexec/lattice/"
cp -R dist docs package.json README.md "$d/usr/lib/lattice/"
# Only what runs: the tools that build and test stay behind.
mkdir -p "$d/usr/lib/lattice/node_modules"
printf '%s\n' "$packages" | sed -n "s#^$PWD/node_modules/##p" | while read -r package; do
  mkdir -p "$d/usr/lib/lattice/node_modules/$(dirname "$package")"
  cp -R "node_modules/$package" "$d/usr/lib/lattice/node_modules/$package"
done
ln -sf ../lib/lattice/dist/latticectl.js "$d/usr/bin/latticectl"
chmod 0755 "$d/usr/lib/lattice/dist/latticectl.js" "$d/usr/lib/lattice/dist/latticed.js"
install -m 0644 systemd/lattice-helper.service systemd/latticed.service "$d/etc/systemd/system/"
# The Node that built the native modules is the one that can load them.
sed -i "s#/usr/bin/node#$node#" "$d/etc/systemd/system/latticed.service"
install -m 0644 systemd/lattice.sysusers.conf "$d/usr/lib/sysusers.d/lattice.conf"
install -d "$d/usr/share/dbus-1/system.d" "$d/usr/share/polkit-1/actions"
install -m 0644 systemd/lattice-dbus.conf "$d/usr/share/dbus-1/system.d/lattice.conf"
install -m 0644 systemd/lattice.policy "$d/usr/share/polkit-1/actions/lattice.policy"
# Before /usr/share in the order of the bus, so that ours counts and no file of another package is touched.
install -d "$d/usr/local/share/dbus-1/system-services"
install -m 0644 systemd/org.freedesktop.UPower.PowerProfiles.service systemd/net.hadess.PowerProfiles.service "$d/usr/local/share/dbus-1/system-services/"
install -m 0644 systemd/lattice.tmpfiles.conf "$d/usr/lib/tmpfiles.d/lattice.conf"
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
