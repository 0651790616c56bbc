import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildRpm } from '../../../packaging/rpm/rpm.js';
import { run } from '../../../packaging/shell.js';
import { filesBelow } from '../../../packaging/tree.js';
import { buildIn } from '../../fixtures/packaged.js';
import { scratchFolder } from '../../fixtures/scratch-folder.js';
import { throwawayRoot } from '../../fixtures/throwaway-root.js';

const folder = scratchFolder('rpm');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let rpm = '';
let files: readonly string[] = [];
beforeAll(() => {
  const build = buildIn(folder);
  rpm = buildRpm(build);
  files = filesBelow(build.tree);
});

const asked = (...words: string[]): string[] =>
  run('rpm', ['-qp', ...words, rpm])
    .trim()
    .split('\n');

test('it has the files that the other packages have', () => {
  // Of zsh's completions Debian alone has a folder for those of packages.
  const wanted = files.map(file => `/${file.replace('zsh/vendor-completions', 'zsh/site-functions')}`);
  const there = asked('--list');
  expect(wanted.filter(file => !there.includes(file))).toEqual([]);
  expect(asked('--configfiles')).toEqual(['/etc/lattice/lattice.toml']);
  expect(asked('--requires')).toContain('libbpf.so.1()(64bit)');
});

test('it installs, and goes again with all but a changed configuration', async () => {
  const root = await throwawayRoot();
  // Debian's rpm knows none of Debian's packages.
  expect(root.must(`rpm --install --nodeps ${root.put(rpm)}`)).toContain(
    'systemctl enable --now lattice-helper latticed',
  );
  expect(root.must('id -un lattice; latticectl --version')).toMatch(/^lattice\n\d/);
  root.must('echo "profile = \\"power-saver\\"" > /etc/lattice/lattice.toml && rpm --erase lattice-governor');
  expect(root.must('cat /etc/lattice/lattice.toml.rpmsave')).toContain('power-saver');
  expect(root.run('ls /usr/lib/lattice /usr/libexec/lattice /usr/bin/latticectl').said).not.toContain('node_modules');
});

test('another Node is refused with both versions, and nothing is unpacked', async () => {
  const root = await throwawayRoot();
  root.must(
    'rm /usr/bin/node && printf "#!/bin/sh\\n[ \\"\\$1\\" = -p ] && echo 999 || echo v99.0.0\\n" > /usr/bin/node && chmod +x /usr/bin/node',
  );
  const { status, said } = root.run(`rpm --install --nodeps ${root.put(rpm)}`);
  expect(status).not.toBe(0);
  expect(said).toContain(
    `(ABI ${process.versions.modules}), and /usr/bin/node is v99.0.0 (ABI 999); nothing was changed`,
  );
  expect(root.run('ls /usr/lib/lattice').status).not.toBe(0);
});

test('its name tells version and processor', () => {
  expect(basename(rpm)).toMatch(/^lattice-governor-\d[\d.~]*-1\.\w+\.rpm$/);
  expect(join(folder, basename(rpm))).toBe(rpm);
});
