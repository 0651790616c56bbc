import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Builder } from '../build.js';
import { copyright } from '../copyright.js';
import { run } from '../shell.js';
import { filesBelow } from '../tree.js';
import { spec } from './spec.js';

/** Folders that no other package has. */
const own = /^\/(etc\/lattice|usr\/lib\/lattice|usr\/libexec\/lattice|usr\/share\/lattice)(\/|$)/;

export const buildRpm: Builder = ({ described, checkout, tree, folder }) => {
  const work = join(folder, 'rpm');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const root = join(work, 'tree');
  run('cp', ['-a', tree, root]);
  const licences = join(root, 'usr/share/licenses', described.name);
  mkdirSync(licences, { recursive: true });
  writeFileSync(join(licences, 'LICENSE'), copyright(checkout, root));
  // Where all but Debian look for zsh's completions.
  const completions = join(root, 'usr/share/zsh');
  renameSync(join(completions, 'vendor-completions'), join(completions, 'site-functions'));
  const folders = foldersBelow(root).filter(path => own.test(path) || path.endsWith(`licenses/${described.name}`));
  const file = join(work, `${described.name}.spec`);
  writeFileSync(
    file,
    spec(
      described,
      root,
      folders,
      filesBelow(root).map(path => `/${path}`),
    ),
  );
  // Not the host's database of packages: what is installed where this is built says nothing.
  const places = {
    _topdir: work,
    _rpmdir: join(work, 'made'),
    _dbpath: join(work, 'db'),
    _rpmfilename: '%%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm',
  };
  const defined = Object.entries({
    ...places,
    use_source_date_epoch_as_buildtime: '1',
    clamp_mtime_to_source_date_epoch: '1',
  });
  run('rpmbuild', ['-bb', ...defined.flatMap(([name, value]) => ['--define', `${name} ${value}`]), file], {
    env: { SOURCE_DATE_EPOCH: String(described.time) },
  });
  const [made = ''] = readdirSync(places._rpmdir);
  const rpm = join(folder, made);
  renameSync(join(places._rpmdir, made), rpm);
  rmSync(work, { recursive: true });
  return rpm;
};

const foldersBelow = (root: string): string[] =>
  run('find', [root, '-mindepth', '1', '-type', 'd', '-printf', '/%P\n']).split('\n').filter(Boolean).sort();
