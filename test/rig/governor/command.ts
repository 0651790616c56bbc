import { expect, test } from 'vitest';
import { packageVersion } from '../../../src/control/version.js';
import type { ExecResult, Guest } from '../guest.js';
import type { Product } from '../product.js';
import { GovernorModule } from './module.js';

const PATIENCE = { timeout: 400_000 };
const ENFORCED = '/sys/module/module/parameters/sig_enforce';

/** `latticectl kernel` in a guest that has the module installed and not loaded, and leaves it so. */
export function commandTests(rig: { readonly guest: Guest }, { latticectl }: Product, usual: string): void {
  const ask = (words: string): Promise<ExecResult> =>
    rig.guest.exec(`${process.execPath} ${latticectl} kernel ${words}`, { timeout: 100_000 });
  const status = async (): Promise<unknown> => JSON.parse((await ask('status --json')).stdout);

  test('latticectl loads it, and says why not', PATIENCE, async () => {
    const version = packageVersion();
    expect(await status()).toMatchObject({ version, loaded: null, module: { version }, refusal: null, inUse: [] });

    await rig.guest.run(`echo Y > /tmp/enforced && mount --bind /tmp/enforced ${ENFORCED}`);
    expect((await ask('load')).stderr).toContain('signed modules only (sig_enforce)');
    await rig.guest.run(`umount ${ENFORCED}`);

    expect(await ask('load')).toMatchObject({ code: 0, stderr: '' });
    expect(await status()).toMatchObject({ loaded: version, taint: { outOfTree: true } });
    expect((await ask('load')).stderr).toContain(`version ${version} is loaded already`);
  });

  test('latticectl takes it out, but not while it is in use', PATIENCE, async () => {
    const module = new GovernorModule(rig.guest);
    await module.choose('lattice');
    expect(await ask('unload')).toMatchObject({
      code: 1,
      stderr: 'latticectl: policy0, policy1 have its governor: choose another one first\n',
    });
    await module.choose(usual);
    expect(await ask('unload')).toMatchObject({ code: 0, stderr: '' });
    expect((await rig.guest.exec('grep cpufreq_lattice /proc/modules')).stdout).toBe('');
  });
}
