import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../../packaging/shell.js';
import { folderForTest } from '../fixtures/scratch.js';

// install.sh asked npm which packages there are, and npm found fault with its own installation.
// SQLite is compiled, which takes minutes on a busy machine.
test("npm's tarball installs with an empty cache, says how it becomes a service, and that works", {
  timeout: 3_000_000,
}, () => {
  const folder = folderForTest('global');
  const [cache, prefix, target] = ['cache', 'prefix', 'target'].map(name => join(folder, name));
  run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder]);
  const [tarball = ''] = readdirSync(folder).filter(name => name.endsWith('.tgz'));
  const where = ['--global', '--prefix', `${prefix}`, '--cache', `${cache}`];
  const said = run('npm', [
    'install',
    ...where,
    '--no-audit',
    '--no-fund',
    '--foreground-scripts',
    join(folder, tarball),
  ]);
  const own = join(`${prefix}`, 'lib/node_modules/lattice-governor');
  const advice = `sudo sh ${own}/systemd/install.sh`;
  expect(said).toContain(`${advice}, then sudo systemctl enable --now lattice-helper latticed`);
  const ctl = join(`${prefix}`, 'bin/latticectl');
  const options = ['--state-dir', folder, '--runtime-dir', folder];
  const status = spawnSync(ctl, ['status', ...options], { encoding: 'utf8' });
  expect(status.stderr).toContain(advice);
  run('sh', [join(own, 'systemd/install.sh')], { env: { DESTDIR: `${target}`, PACKAGE: '1' } });
  const installed = join(`${target}`, 'usr/lib/lattice/dist/latticed.js');
  run(process.execPath, [installed, '--simulate', '--govern', '--foreground', '--duration', '2s', ...options]);
  expect(readdirSync(folder)).toContain('journal.db');
});
