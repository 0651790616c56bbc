import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './shell.js';

/**
 * Lays the files of the package as they will lie on the machine: what install.sh installs, stripped and packed as packages have it, and the
 * configuration. There is no other list of files.
 */
export function layTree(checkout: string, root: string): void {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  // Files that others may not read would be of no use to them in a package.
  run('sh', ['-c', 'umask 022 && exec sh systemd/install.sh'], { cwd: checkout, env: { DESTDIR: root, PACKAGE: '1' } });
  const configuration = join(root, 'etc/lattice/lattice.toml');
  mkdirSync(join(dirname(configuration), 'conf.d'), { recursive: true });
  copyFileSync(join(checkout, 'packaging/lattice.toml'), configuration);
  const files = filesBelow(root);
  run('strip', ['--strip-unneeded', ...objectsIn(files).map(file => join(root, file))]);
  const pages = files.filter(file => file.startsWith('usr/share/man/'));
  run('gzip', ['-9n', ...pages.map(file => join(root, file))]);
  // As in every package: the owner writes, all read. Of other people's packages nothing is started as a program.
  run('chmod', ['-R', 'u+rwX,go+rX,go-w', root]);
  run('find', [join(root, 'usr/lib/lattice/node_modules'), '-type', 'f', '-exec', 'chmod', '0644', '{}', '+']);
}

/** Paths below a folder of all that is no folder, in order. */
export const filesBelow = (root: string): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter(entry => !entry.isDirectory())
    .map(entry => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();

/** Programs and addons for this kind of processor. */
export const objectsIn = (files: readonly string[]): string[] =>
  files.filter(file => file.endsWith('.node') || /^usr\/libexec\/lattice\/lattice-\w+$/.test(file));
