#!/bin/sh
# Installs Lattice as two services from a built checkout (npm ci has run). DESTDIR is put before every path.
set -eu
cd "$(dirname "$0")/.."
d=${DESTDIR:-}
install -d "$d/usr/libexec/lattice" "$d/usr/lib/lattice" "$d/etc/systemd/system" "$d/usr/lib/sysusers.d" "$d/usr/lib/tmpfiles.d" "$d/usr/bin"
install -m 0755 native/build/lattice-helper native/build/lattice-exec "$d/usr/libexec/lattice/"
# Built only where Node's headers were.
[ ! -e native/build/peer.node ] || install -m 0644 native/build/peer.node "$d/usr/libexec/lattice/"
cp -R dist docs package.json README.md "$d/usr/lib/lattice/"
# Only what runs: the tools that build and test stay behind.
mkdir -p "$d/usr/lib/lattice/node_modules"
npm ls --omit=dev --all --parseable 2>/dev/null | sed -n "s#^$PWD/node_modules/##p" | while read -r package; do
  mkdir -p "$d/usr/lib/lattice/node_modules/$(dirname "$package")"
  cp -R "node_modules/$package" "$d/usr/lib/lattice/node_modules/$package"
done
ln -sf ../lib/lattice/dist/latticectl.js "$d/usr/bin/latticectl"
chmod 0755 "$d/usr/lib/lattice/dist/latticectl.js" "$d/usr/lib/lattice/dist/latticed.js"
install -m 0644 systemd/lattice-helper.service systemd/latticed.service "$d/etc/systemd/system/"
# The Node that built the native modules is the one that can load them.
sed -i "s#/usr/bin/node#$(command -v node)#" "$d/etc/systemd/system/latticed.service"
install -m 0644 systemd/lattice.sysusers.conf "$d/usr/lib/sysusers.d/lattice.conf"
install -d "$d/usr/share/dbus-1/system.d" "$d/usr/share/polkit-1/actions"
install -m 0644 systemd/lattice-dbus.conf "$d/usr/share/dbus-1/system.d/lattice.conf"
install -m 0644 systemd/lattice.policy "$d/usr/share/polkit-1/actions/lattice.policy"
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
