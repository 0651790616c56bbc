import { beforeAll, describe, expect, test } from 'vitest';
import { Latticed } from '../daemon.js';
import { GovernorModule } from '../governor/module.js';
import { CPUFREQ } from '../limits.js';
import { part } from '../part.js';
import { until } from '../poll.js';
import { installProduct } from '../product.js';

const product = await installProduct('governor-latticed');
const rig = part({ variant: 'acpi-cpufreq', name: 'governor-latticed', precedence: true });

const PATIENCE = { timeout: 400_000 };
const USUAL = 'schedutil schedutil';
const OURS = 'lattice lattice';
let module: GovernorModule;

const governors = async (): Promise<string> =>
  (await Promise.all([0, 1].map(cpu => rig.guest.readFile(`${CPUFREQ}/policy${cpu}/scaling_governor`)))).join(' ');
const become = (wanted: string): Promise<unknown> =>
  until('the governors', governors, now => now === wanted, { timeout: 60_000 });
const limits = (): Promise<string> =>
  rig.guest.run(`cat ${CPUFREQ}/policy*/scaling_min_freq ${CPUFREQ}/policy*/scaling_max_freq`);
const loaded = async (): Promise<boolean> => (await rig.guest.exec('grep cpufreq_lattice /proc/modules')).stdout !== '';

/** A daemon that has told the kernel's governor how work starts. */
async function governing(name: string): Promise<Latticed> {
  const daemon = await Latticed.start(rig.guest, product, name, 'balanced', { promise: 'milliseconds', kernel: true });
  await become(OURS);
  // The module's own terms of regular work are never those of irregular work.
  const told = async (): Promise<boolean> =>
    (await module.read('pace_us')) === (await module.read('young_us')) &&
    (await module.read('pace_percent')) === (await module.read('young_percent'));
  await until('its tunables', told, Boolean, { timeout: 60_000 });
  return daemon;
}

describe("latticed with the kernel's governor on acpi-cpufreq", () => {
  let before: string;

  beforeAll(async () => {
    module = new GovernorModule(rig.guest);
    await module.install();
    await module.load();
    before = await limits();
  });

  test('without it in the configuration it is left alone', PATIENCE, async () => {
    const daemon = await Latticed.start(rig.guest, product, 'without', 'balanced', { promise: 'milliseconds' });
    expect(await governors()).toBe(USUAL);
    await daemon.stop();
    expect(await governors()).toBe(USUAL);
  });

  test('it is chosen, told how work starts, and explained; SIGTERM puts everything back', PATIENCE, async () => {
    const daemon = await governing('sigterm');
    // Emulated, the daemon's own first work is long: it has no start step.
    await daemon.warm();
    const told = await until(
      'a start step',
      () => daemon.status(),
      ({ policies }) => policies[0]?.reflex?.later != null,
      { timeout: 300_000, every: 2000 },
    );
    const [first] = told.policies;
    expect(first?.governor).toBe('lattice');
    expect(first?.summary).toMatch(/: the kernel’s governor starts work at \d\.\d\d GHz, full clock after \d+ ms/);
    expect(first?.explanation).toContain('its governor is lattice because');
    expect(await module.read('young_percent')).toBeLessThan(100);
    // Under no profile a promise of more than 4 ms on mains.
    expect(await module.read('bound_us')).toBeLessThanOrEqual(4000);
    expect(await module.read('looks')).toBeGreaterThan(0);
    await daemon.stop();
    expect(await governors()).toBe(USUAL);
    expect(await limits()).toBe(before);
    expect(await loaded()).toBe(true);
  });

  test('SIGKILL of both, then --restore: the governor is back, the module is still loaded', PATIENCE, async () => {
    const daemon = await governing('both');
    await rig.guest.run(`kill -KILL ${daemon.pid} ${await daemon.helperPid()}`);
    await until(
      'their end',
      () => daemon.running,
      running => !running,
    );
    expect(await governors()).toBe(OURS);
    await rig.guest.run(`${product.helper} --restore --runtime-dir ${daemon.runtimeDir}`);
    expect(await governors()).toBe(USUAL);
    expect(await limits()).toBe(before);
    expect(await loaded()).toBe(true);
  });

  test('SIGKILL of the helper: its successor puts back, and the engine chooses it anew', PATIENCE, async () => {
    const daemon = await governing('helper');
    const helper = await daemon.helperPid();
    await rig.guest.run(`kill -KILL ${helper}`);
    await until(
      'a successor',
      () => daemon.helperPid().catch(() => helper),
      pid => pid !== helper,
    );
    await become(OURS);
    await daemon.stop();
    expect(await governors()).toBe(USUAL);
  });

  test(
    'found with it and a tunable of somebody’s: both are as found, also where an order took it away',
    PATIENCE,
    async () => {
      await module.choose('lattice');
      await module.write('young_percent', '33');
      await module.write('tau_us', '20000');
      const as = async (): Promise<number[]> =>
        Promise.all(['young_percent', 'young_us', 'pace_percent', 'pace_us', 'tau_us'].map(name => module.read(name)));
      const found = [33, 8000, 40, 16_000, 20_000];
      expect(await as()).toEqual(found);

      const daemon = await governing('found');
      await daemon.stop();
      expect(await governors()).toBe(OURS);
      expect(await as()).toEqual(found);

      const other = await governing('taken');
      await other.ask('override --governor schedutil --for 10m');
      await become(USUAL);
      await rig.guest.run(`kill -KILL ${other.pid} ${await other.helperPid()}`);
      await until(
        'their end',
        () => other.running,
        running => !running,
      );
      await rig.guest.run(`${product.helper} --restore --runtime-dir ${other.runtimeDir}`);
      expect(await governors()).toBe(OURS);
      expect(await as()).toEqual(found);
      await module.choose('schedutil');
    },
  );

  test('nothing of it is in the kernel’s log', async () => {
    expect(await module.complaints()).toEqual([]);
    await module.unload();
  });
});
