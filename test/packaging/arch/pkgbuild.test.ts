import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writePkgbuild } from '../../../packaging/arch/pkgbuild.js';
import { describe } from '../../../packaging/description.js';
import { run } from '../../../packaging/shell.js';
import { scratchFolder } from '../../fixtures/scratch-folder.js';

const folder = scratchFolder('arch');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let pkgbuild = '';
beforeAll(() => {
  const described = describe(process.cwd(), {}, 0);
  pkgbuild = writePkgbuild({ described, checkout: process.cwd(), tree: '', folder });
});
/** What bash makes of it, as makepkg does. */
const sourced = (script: string): string =>
  run('bash', ['-ec', `source ./PKGBUILD; ${script}`], { cwd: dirname(pkgbuild) });

test('its sources are those that lie beside it', () => {
  const script =
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholders are bash's
    'for i in "${!source[@]}"; do echo "${sha256sums[$i]}  ${source[$i]}"; done | sha256sum --check --strict --quiet';
  expect(sourced(script)).toBe('');
  expect(sourced('ls "$install"; declare -F build package')).toBe('lattice-governor.install\nbuild\npackage\n');
});

// npm leaves out of its tarball what `files` in package.json does not name.
test('its tarball has what install.sh installs', () => {
  run('tar', ['-xf', join(dirname(pkgbuild), sourced('echo "$source"').trim()), '-C', folder]);
  const missing = [
    'systemd/packages.mjs',
    'systemd/latticed.service',
    'native/install.mjs',
    'dist/latticed.js',
    'LICENSE',
    'docs/install.md',
  ];
  expect(
    run('ls', missing, { cwd: join(folder, 'package') })
      .trim()
      .split('\n'),
  ).toHaveLength(missing.length);
});
