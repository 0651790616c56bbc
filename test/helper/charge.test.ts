import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { helperPath } from '../../src/machine/linux/helper/helper-path.js';
import { type Injector, injectorForTest } from '../fixtures/errno/injector.js';
import { type HelperRun, helperForTest } from '../fixtures/helper.js';
import { helperPid, runs } from '../fixtures/process.js';
import { batteriesForTest, batteryFile, type ChargeDriver, conservationFile } from '../fixtures/trees/batteries.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import type { Tree } from '../fixtures/trees/tree.js';
import { until } from '../rig/poll.js';

const [start, stop, type] = ['charge_start', 'charge_stop', 'charge_types'].map(role => `supply.BAT0.${role}`) as [
  string,
  string,
  string,
];
const [startFile, stopFile, typeFile] = [
  batteryFile('charge_control_start_threshold'),
  batteryFile('charge_control_end_threshold'),
  batteryFile('charge_types'),
];

interface Charging {
  readonly tree: Tree;
  readonly injector: Injector;
  readonly run: HelperRun;
}

async function charging(driver: ChargeDriver, batteries?: readonly string[], runtimeDir?: string): Promise<Charging> {
  const { tree, rules } = batteriesForTest(driver, batteries);
  const injector = injectorForTest(tree, rules);
  const run = await helperForTest(tree, { injector, ...(runtimeDir === undefined ? {} : { runtimeDir }) });
  return { tree, injector, run };
}

const written = ({ injector }: Charging): string[] =>
  injector.writes().map(({ path, value }) => `${path.split('/').at(-1)} ${value}`);

/** The helper ends as it does when its engine is gone. */
async function end({ run }: Charging, signal: 'SIGKILL' | 'SIGTERM' | undefined = undefined): Promise<void> {
  const pid = await helperPid(run.runtimeDir);
  if (signal === undefined) await run.machine.stop();
  else process.kill(pid, signal);
  await until(
    'the helper has left',
    () => runs(pid),
    alive => !alive,
  );
}

describe('what drivers offer', () => {
  it.each([
    ['thinkpad_acpi', [start, stop]],
    ['old_thinkpad_acpi', [start, stop]],
    ['asus-wmi', [stop]],
    ['dell-laptop', [start, stop, type]],
    ['ideapad-laptop', [type]],
    ['old_ideapad', ['conservation_mode']],
    ['macsmc', [stop]],
  ] as const)('%s', async (driver, offered) => {
    const { run } = await charging(driver);
    const roles = ['charge_start', 'charge_stop', 'charge_types', 'conservation_mode'];
    const writable = run.hello.controls.filter(c => roles.includes(c.role) && c.writable);
    expect(writable.map(c => c.name).sort()).toEqual([...offered].sort());
    expect(run.hello.missing.map(m => m.what)).not.toContain('charge_limit');
  });

  it('a battery without any of it is told once', async () => {
    const run = await helperForTest(treeForTest('intel-hybrid'));
    expect(run.hello.missing.filter(m => m.what === 'charge_limit')).toHaveLength(1);
  });

  it('the word in brackets is the value, the others are the choices', async () => {
    const { run } = await charging('dell-laptop');
    expect(run.control(type)).toMatchObject({
      value: 'Standard',
      choices: ['Trickle', 'Fast', 'Standard', 'Adaptive', 'Custom'],
    });
  });

  it('whether charging is inhibited is a state that nobody sets', async () => {
    const { run } = await charging('thinkpad_acpi');
    const spec = run.hello.signals.find(s => s.name === 'supply.BAT0.charge_behaviour');
    expect(spec?.choices).toEqual(['auto', 'inhibit-charge', 'force-discharge']);
    expect(run.control('supply.BAT0.charge_behaviour')).toBeUndefined();
    expect(await run.until('supply.BAT0.charge_behaviour', Number.isFinite)).toBe(0);
  });
});

describe('thresholds are written', () => {
  it.each([
    [0, 100, 75, 80],
    [75, 80, 95, 100],
    [40, 50, 75, 80],
    [95, 100, 40, 50],
  ])('from %d–%d to %d–%d the start stays below the stop at each step, and back', async (from, to, low, high) => {
    const { tree, rules } = batteriesForTest('thinkpad_acpi');
    tree.write(startFile, from);
    tree.write(stopFile, to);
    const injector = injectorForTest(tree, rules);
    const run = await helperForTest(tree, { injector });
    expect(await run.set({ [start]: low, [stop]: high })).toEqual({ [start]: { value: low }, [stop]: { value: high } });
    await run.machine.restore();
    expect([tree.read(startFile), tree.read(stopFile)]).toEqual([`${from}`, `${to}`]);
    expect(injector.writes().filter(w => w.errno !== 0)).toEqual([]);
  });

  it('by their old names where the kernel has no others', async () => {
    const { tree, run } = await charging('old_thinkpad_acpi');
    await run.set({ [start]: 75, [stop]: 80 });
    expect(tree.read(batteryFile('charge_stop_threshold'))).toBe('80');
  });

  it('a value that the driver refuses is told with what the kernel says', async () => {
    const { run, tree } = await charging('lg-laptop');
    expect(await run.set({ [stop]: 75 })).toEqual({ [stop]: expect.objectContaining({ errno: 'EINVAL', wanted: 75 }) });
    expect(tree.read(stopFile)).toBe('100');
    expect(await run.set({ [stop]: 80 })).toEqual({ [stop]: { value: 80 } });
  });

  it('a value that the driver changes is read back, and not written again', async () => {
    const c = await charging('toshiba_acpi');
    expect(await c.run.set({ [stop]: 90 })).toEqual({ [stop]: { value: 80 } });
    expect(await c.run.set({ [stop]: 90 })).toEqual({ [stop]: { value: 80 } });
    expect(written(c)).toEqual(['charge_control_end_threshold 90']);
  });

  it('outside of 1 to 100 nothing is', async () => {
    const c = await charging('asus-wmi');
    expect(await c.run.set({ [stop]: 101 })).toEqual({ [stop]: expect.objectContaining({ errno: 'ERANGE' }) });
    expect(await c.run.set({ [stop]: 0 })).toEqual({ [stop]: expect.objectContaining({ errno: 'ERANGE' }) });
    expect(written(c)).toEqual([]);
  });

  it('after the charge type that they need, and before it on the way back', async () => {
    const c = await charging('dell-laptop');
    await c.run.set({ [stop]: 80, [start]: 75, [type]: 'Custom' });
    expect(c.tree.read(typeFile)).toBe('Trickle Fast Standard Adaptive [Custom]');
    expect(written(c)[0]).toBe('charge_types Custom');
    c.injector.forget();
    await c.run.machine.restore();
    expect(written(c).at(-1)).toBe('charge_types Standard');
    expect([startFile, stopFile, typeFile].map(f => c.tree.read(f))).toEqual([
      '50',
      '90',
      'Trickle Fast [Standard] Adaptive Custom',
    ]);
  });

  it('where one register holds both, the stop wins', async () => {
    const c = await charging('msi-ec');
    await c.run.set({ [start]: 45, [stop]: 50 });
    expect(await c.run.set({ [start]: 75, [stop]: 80 })).toEqual({ [start]: { value: 70 }, [stop]: { value: 80 } });
    expect(c.tree.read(stopFile)).toBe('80');
    c.injector.forget();
    await c.run.set({ [start]: 75, [stop]: 80 });
    expect(written(c)).toEqual([]);
  });
});

describe('what is kept', () => {
  const keep = { [start]: 75, [stop]: 80 };

  async function kept(driver: ChargeDriver = 'thinkpad_acpi'): Promise<Charging> {
    const c = await charging(driver);
    c.run.machine.keep([start, stop, type].filter(name => c.run.control(name) !== undefined));
    await c.run.set({ ...keep, 'policy0.max_freq': 2_000_000 });
    return c;
  }
  const thresholds = ({ tree }: Charging): string[] => [startFile, stopFile].map(f => tree.read(f));
  const cap = ({ tree }: Charging): string => tree.read('sys/devices/system/cpu/cpufreq/policy0/scaling_max_freq');

  it.each([undefined, 'SIGTERM'] as const)('stays when the helper ends (%s), and all else is put back', async how => {
    const c = await kept();
    await end(c, how);
    expect(thresholds(c)).toEqual(['75', '80']);
    expect(cap(c)).toBe('4700000');
    expect(JSON.parse(c.run.baselineText() ?? '')).toMatchObject({ values: {}, kept: { [start]: 0, [stop]: 100 } });
  });

  it('stays when the lease runs out, is told in the next hello, and needs no lease', async () => {
    const c = await charging('thinkpad_acpi');
    c.run.machine.keep([start, stop]);
    await c.run.set({ ...keep, 'policy0.max_freq': 2_000_000 }, 1);
    await until(
      'told',
      () => c.run.restored.length,
      told => told > 0,
    );
    expect(c.run.restored[0]?.outcome.results).toEqual({ 'policy0.max_freq': { value: 4_700_000 } });
    expect(thresholds(c)).toEqual(['75', '80']);
    await end(c);
    const next = await helperForTest(c.tree, { injector: c.injector, runtimeDir: c.run.runtimeDir });
    expect(next.hello.kept).toEqual({ [start]: 0, [stop]: 100 });
    expect(next.hello.baseline).toEqual({});
  });

  it('stays when the helper is killed, and its successor puts back the rest', async () => {
    const c = await kept();
    await end(c, 'SIGKILL');
    expect(cap(c)).toBe('2000000');
    // The engine's client starts another by itself.
    await until(
      'the next hello',
      () => c.run.hellos.length,
      n => n > 1,
    );
    await until(
      'the cap as it was',
      () => cap(c),
      khz => khz === '4700000',
    );
    expect(thresholds(c)).toEqual(['75', '80']);
  });

  it('is put back once nobody wants to keep it any more', async () => {
    const c = await kept();
    c.run.machine.keep([]);
    await end(c);
    expect(thresholds(c)).toEqual(['0', '100']);
    expect(c.run.baselineText()).toBeUndefined();
  });

  it('is put back where nothing was said of keeping, also after a kill', async () => {
    const c = await charging('dell-laptop');
    await c.run.set({ ...keep, [type]: 'Custom' });
    await end(c, 'SIGKILL');
    await until(
      'put back',
      () => thresholds(c).join(),
      text => text === '50,90',
    );
    await until(
      'its type too',
      () => c.tree.read(typeFile),
      text => text.includes('[Standard]'),
    );
  });

  it('only charge limits can be', async () => {
    const c = await charging('thinkpad_acpi');
    c.run.machine.keep([stop, 'policy0.max_freq']);
    await until(
      'told',
      () => c.run.notices.length,
      n => n > 0,
    );
    expect(c.run.notices[0]?.why).toContain('only charge limits');
    await c.run.set({ ...keep, 'policy0.max_freq': 2_000_000 });
    await end(c);
    expect([...thresholds(c), cap(c)]).toEqual(['0', '100', '4700000']);
  });

  it('--restore leaves it and says so, --restore-kept puts it back', async () => {
    const c = await kept();
    await end(c);
    const run = (option: string): string =>
      execFileSync(helperPath(), [option, '--root', c.tree.root, '--runtime-dir', c.run.runtimeDir], {
        encoding: 'utf8',
      });
    expect(JSON.parse(run('--restore'))).toEqual({ restored: {}, kept: { [start]: 0, [stop]: 100 } });
    expect(thresholds(c)).toEqual(['75', '80']);
    expect(JSON.parse(run('--restore-kept'))).toEqual({ restored: { [start]: { value: 0 }, [stop]: { value: 100 } } });
    expect(thresholds(c)).toEqual(['0', '100']);
    expect(run('--restore-kept')).toBe('');
  });
});

it('two batteries are two', async () => {
  const c = await charging('thinkpad_acpi', ['BAT0', 'BAT1']);
  const results = await c.run.set({ [stop]: 80, 'supply.BAT1.charge_stop': 90, 'supply.BAT1.charge_start': 85 });
  expect(Object.values(results).every(r => 'value' in r)).toBe(true);
  expect(c.tree.read(batteryFile('charge_control_end_threshold', 'BAT1'))).toBe('90');
  expect(c.tree.read(stopFile)).toBe('80');
});

it('conservation mode is a switch of the whole machine', async () => {
  const c = await charging('old_ideapad');
  await c.run.set({ conservation_mode: 1 });
  expect(c.tree.read(conservationFile)).toBe('1');
  await c.run.machine.restore();
  expect(c.tree.read(conservationFile)).toBe('0');
});
