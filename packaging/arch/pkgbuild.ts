import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Builder } from '../build.js';
import type { Description } from '../description.js';
import { run } from '../shell.js';
import { archVersion } from '../versions.js';

/**
 * A PKGBUILD with its source, npm's tarball, in a folder of its own. Arch has the newest Node and moves on to the next, so the addons are built there,
 * for the Node that is there, and the package is bound to that.
 */
export const writePkgbuild: Builder = ({ described, checkout, folder }) => {
  const place = join(folder, 'arch');
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  // The programs are built already: npm's own scripts would do it again.
  const packed = run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', place], { cwd: checkout });
  const tarball = join(place, basename(packed.trim()));
  const install = `${described.name}.install`;
  copyFileSync(join(checkout, 'packaging/arch/install'), join(place, install));
  copyFileSync(join(checkout, 'packaging/lattice.toml'), join(place, 'lattice.toml'));
  const sums = [tarball, join(place, 'lattice.toml')].map(sumOf);
  writeFileSync(join(place, 'PKGBUILD'), pkgbuild(described, basename(tarball), sums, install));
  return join(place, 'PKGBUILD');
};

const sumOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

function pkgbuild(described: Description, tarball: string, sums: readonly string[], install: string): string {
  const { configuration, licence, maintainer, name, release, summary } = described;
  return `# Maintainer: ${maintainer}
pkgname=${name}
pkgver=${archVersion(described)}
pkgrel=${release}
pkgdesc='${summary}'
arch=(x86_64 aarch64)
license=(${licence})
depends=(systemd libbpf libelf zlib gcc-libs)
makedepends=(npm nodejs python clang)
optdepends=('polkit: who may switch profiles over D-Bus')
backup=(${configuration.map(file => file.slice(1)).join(' ')})
install=${install}
options=(!lto)
source=(${tarball} lattice.toml)
sha256sums=(${sums.join(' ')})

build() {
  cd package
  # The addon for SQLite and the helper, for the Node that is here.
  npm install --omit=dev --no-audit --no-fund
}

package() {
  cd package
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  depends+=("nodejs>=$major" "nodejs<$((major + 1))")
  DESTDIR="$pkgdir" PACKAGE=1 sh systemd/install.sh
  install -Dm644 "$srcdir/lattice.toml" "$pkgdir${configuration[0]}"
  install -dm755 "$pkgdir/etc/lattice/conf.d"
  install -Dm644 LICENSE "$pkgdir/usr/share/licenses/$pkgname/LICENSE"
  # Arch's folder for completions of zsh.
  install -d "$pkgdir/usr/share/zsh/site-functions"
  mv "$pkgdir/usr/share/zsh/vendor-completions/_latticectl" "$pkgdir/usr/share/zsh/site-functions/"
  rmdir "$pkgdir/usr/share/zsh/vendor-completions"
  strip --strip-unneeded "$pkgdir"/usr/libexec/lattice/*
}
`;
}
