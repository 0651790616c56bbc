import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Builder } from '../build.js';
import { copyright } from '../copyright.js';
import type { Description } from '../description.js';
import { run } from '../shell.js';
import { filesBelow } from '../tree.js';
import { debianVersion } from '../versions.js';
import { control, librariesOf } from './control.js';

const scripts = ['preinst', 'postinst', 'prerm', 'postrm'];

export const buildDeb: Builder = ({ described, checkout, tree, folder }) => {
  const root = join(folder, 'deb');
  rmSync(root, { recursive: true, force: true });
  cpSync(tree, root, { recursive: true, verbatimSymlinks: true });
  layDocuments(described, checkout, root);
  const files = filesBelow(root);
  const kib = files.reduce((sum, file) => sum + Math.ceil(statSync(join(root, file)).size / 1024), 0);
  const architecture = run('dpkg', ['--print-architecture']).trim();
  const meta = join(root, 'DEBIAN');
  mkdirSync(meta);
  writeFileSync(join(meta, 'control'), control(described, architecture, librariesOf(root), kib));
  writeFileSync(join(meta, 'conffiles'), described.configuration.map(file => `${file}\n`).join(''));
  const summed = files.filter(file => !described.configuration.includes(`/${file}`) && file !== 'usr/bin/latticectl');
  writeFileSync(join(meta, 'md5sums'), run('md5sum', summed, { cwd: root }));
  for (const script of scripts) {
    copyFileSync(join(checkout, 'packaging/deb', script), join(meta, script));
    chmodSync(join(meta, script), 0o755);
  }
  const deb = join(folder, `${described.name}_${debianVersion(described)}_${architecture}.deb`);
  run('dpkg-deb', ['--root-owner-group', '-Zxz', '--build', root, deb], {
    env: { SOURCE_DATE_EPOCH: String(described.time) },
  });
  rmSync(root, { recursive: true });
  return deb;
};

/** Changelogs, licences, and what lintian is to know. */
function layDocuments(described: Description, checkout: string, root: string): void {
  const documents = join(root, 'usr/share/doc', described.name);
  mkdirSync(documents, { recursive: true });
  const write = (file: string, text: string | Buffer): void => writeFileSync(join(documents, file), text);
  write('copyright', copyright(checkout, root));
  write('changelog.gz', gzipSync(readFileSync(join(checkout, 'CHANGELOG.md')), { level: 9 }));
  write('changelog.Debian.gz', gzipSync(changelog(described), { level: 9 }));
  const overrides = join(root, 'usr/share/lintian/overrides');
  mkdirSync(overrides, { recursive: true });
  copyFileSync(join(checkout, 'packaging/deb/lintian-overrides'), join(overrides, described.name));
}

function changelog(described: Description): string {
  const date = new Date(described.time * 1000).toUTCString().replace('GMT', '+0000');
  return `${described.name} (${debianVersion(described)}) unstable; urgency=medium

  * Release ${described.version}; changelog.gz tells what is new.

 -- ${described.maintainer}  ${date}
`;
}
