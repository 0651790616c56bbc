import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Description } from '../description.js';
import { run } from '../shell.js';
import { filesBelow, objectsIn } from '../tree.js';
import { debianVersion } from '../versions.js';

/** The control file of the binary package. @param installed size of its files in KiB */
export function control(described: Description, architecture: string, libraries: string, installed: number): string {
  const { name, maintainer, node, summary, text } = described;
  return `${[
    `Package: ${name}`,
    `Version: ${debianVersion(described)}`,
    `Architecture: ${architecture}`,
    `Maintainer: ${maintainer}`,
    `Installed-Size: ${installed}`,
    // An addon is for one version of Node's binary interface, and Debian has one Node: so apt keeps the two together.
    `Depends: nodejs (>= ${node.from}), nodejs (<< ${node.below}~), systemd, ${libraries}`,
    'Recommends: default-dbus-system-bus | dbus-system-bus, polkitd',
    'Section: admin',
    'Priority: optional',
    `Description: ${summary}`,
    ...text.flatMap((paragraph, index) => [...(index > 0 ? [' .'] : []), ...wrapped(paragraph)]),
  ].join('\n')}\n`;
}

/** Lines of at most 80 characters, each after a blank. */
function wrapped(paragraph: string): string[] {
  const lines = [''];
  for (const word of paragraph.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last.length + 1 + word.length > 79) lines.push(` ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** The packages of the shared libraries that programs and addons are linked against, as a list of dependencies. */
export function librariesOf(root: string): string {
  const work = mkdtempSync(join(tmpdir(), 'lattice-shlibs-'));
  try {
    mkdirSync(join(work, 'debian'));
    // dpkg-shlibdeps reads no more of it than that it is there.
    writeFileSync(join(work, 'debian/control'), 'Source: lattice\n\nPackage: lattice\nArchitecture: any\n');
    const objects = objectsIn(filesBelow(root)).map(file => `-e${join(root, file)}`);
    const answer = run('dpkg-shlibdeps', ['-O', '--warnings=0', ...objects], { cwd: work });
    const [, libraries] = /^shlibs:Depends=(.+)$/m.exec(answer) ?? [];
    if (libraries === undefined) throw new Error(`dpkg-shlibdeps named no library: ${answer}`);
    return libraries;
  } finally {
    rmSync(work, { recursive: true });
  }
}
