import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { packageVersion } from '../../src/control/version.js';
import { helperPath } from '../../src/machine/linux/helper/helper-path.js';

it('the helper says the version that the package has', () => {
  expect(execFileSync(helperPath(), ['--version'], { encoding: 'utf8' }).trim()).toBe(
    `lattice-helper ${packageVersion()}`,
  );
});
