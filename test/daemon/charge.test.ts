import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connect } from '../../src/control/client/client.js';
import type { BatteryCharge, ChargeRequest, ChargeStatus } from '../../src/control/protocol/operations/charge.js';
import { DaemonRun } from '../fixtures/daemon.js';
import { type Injector, injectorForTest } from '../fixtures/errno/injector.js';
import { eventually } from '../fixtures/eventually.js';
import { helperPid, pidsWith, runs } from '../fixtures/process.js';
import { folderForTest } from '../fixtures/scratch.js';
import { batteriesForTest, batteryFile, type ChargeDriver, conservationFile } from '../fixtures/trees/batteries.js';
import { policyFile, type Tree } from '../fixtures/trees/tree.js';
import { until } from '../rig/poll.js';

const start = 'charge_control_start_threshold';
const stop = 'charge_control_end_threshold';

/** latticed over a laptop with batteries, with a configuration that has it write other controls as well. */
class Laptop {
  readonly tree: Tree;
  readonly injector: Injector;
  readonly before: ReadonlyMap<string, string>;
  readonly config = join(folderForTest('config'), 'lattice.toml');
  readonly state = folderForTest('kept-state');
  private readonly runtimeDir = folderForTest('run');

  constructor(driver: ChargeDriver, batteries?: readonly string[]) {
    const { tree, rules } = batteriesForTest(driver, batteries);
    this.tree = tree;
    this.before = tree.settings();
    this.injector = injectorForTest(tree, rules);
    // A helper whose engine was killed writes until it has put everything back; what it writes into goes after that.
    onTestFinished(() => eventually(() => expect(pidsWith(this.runtimeDir)).toEqual([])));
  }

  configure(...lines: readonly string[]): this {
    writeFileSync(this.config, `profile = "power-saver"\n${lines.join('\n')}\n`);
    return this;
  }

  run(): DaemonRun {
    const { tree, injector, runtimeDir } = this;
    return new DaemonRun({ tree, injector, runtimeDir, args: ['--config', this.config, '--state-dir', this.state] });
  }

  levels(battery = 'BAT0'): string {
    return [start, stop].map(file => this.tree.read(batteryFile(file, battery))).join('–');
  }

  reads(levels: string, battery?: string): Promise<void> {
    return eventually(() => expect(this.levels(battery)).toBe(levels));
  }

  written(file: string): string[] {
    return this.injector
      .writes()
      .filter(w => w.path.endsWith(file))
      .map(w => w.value);
  }

  /** Everything but what limits charging is as it was. */
  restIsBack(): Promise<unknown> {
    const other = ([path, text]: [string, string]): boolean =>
      !path.includes('charge_') && this.before.get(path) !== text;
    return until(
      'all but the thresholds as it was',
      () => [...this.tree.settings()].filter(other),
      left => left.length === 0,
    );
  }
}

async function ask(daemon: DaemonRun, what: ChargeRequest = 'show', battery?: string): Promise<ChargeStatus> {
  const client = await connect(daemon.runtimeDir);
  try {
    return await client.ask('charge', { do: what, battery }, 'charge');
  } finally {
    client.close();
  }
}

const first = async (daemon: DaemonRun): Promise<BatteryCharge | undefined> => (await ask(daemon)).batteries[0];

/** What the first battery's charge is told to be, once that is so. */
const told = (daemon: DaemonRun, wanted: object): Promise<void> =>
  eventually(async () => expect(await first(daemon)).toMatchObject(wanted));

/** Said once the daemon looks for changes of its configuration. */
const followsItsFile = (daemon: DaemonRun): Promise<void> =>
  eventually(() => expect(daemon.stderr).toContain('latticectl doctor lists them'));

const capped = ({ tree, before }: Laptop): Promise<void> =>
  eventually(() => {
    const path = policyFile(0, 'energy_performance_preference');
    expect(`${tree.read(path)}\n`).not.toBe(before.get(path));
  });

describe('limits stay when the daemon stops', () => {
  const limited = (): Laptop =>
    new Laptop('thinkpad_acpi').configure('[battery]', 'charge_start = 75', 'charge_stop = "80%"');

  it('SIGTERM: the thresholds are kept, all else is put back, and the next daemon writes neither again', async () => {
    const laptop = limited();
    const daemon = laptop.run();
    await laptop.reads('75–80');
    await told(daemon, {
      inForce: { start: 75, stop: 80 },
      before: { start: 0, stop: 100 },
      behaviour: 'auto',
      why: [],
    });
    expect((await first(daemon))?.explanation).toBe(
      'supply.BAT0: its charge limit is 80 % because the configuration says charge_stop = 80; its start of charging is 75 % because the configuration says charge_start = 75.',
    );
    daemon.process.kill('SIGTERM');
    expect(await daemon.left()).toBe(0);
    expect(laptop.levels()).toBe('75–80');
    await laptop.restIsBack();
    laptop.injector.forget();
    const next = laptop.run();
    // What was in force before is remembered over both.
    await told(next, { inForce: { start: 75, stop: 80 }, before: { start: 0, stop: 100 } });
    await capped(laptop);
    expect(laptop.written('threshold')).toEqual([]);
  });

  it('kill -9 of the engine, and of both: the same', async () => {
    const laptop = limited();
    const daemon = laptop.run();
    await laptop.reads('75–80');
    await capped(laptop);
    const helper = await helperPid(daemon.runtimeDir);
    daemon.process.kill('SIGKILL');
    await eventually(() => expect(runs(helper)).toBe(false));
    await laptop.restIsBack();
    expect(laptop.levels()).toBe('75–80');
    const again = laptop.run();
    await told(again, { inForce: { start: 75, stop: 80 } });
    process.kill(await helperPid(again.runtimeDir), 'SIGKILL');
    again.process.kill('SIGKILL');
    await again.gone();
    expect(laptop.levels()).toBe('75–80');
  });

  it('with charge_restore they are put back, also by a kill -9', async () => {
    const laptop = limited();
    laptop.configure('[battery]', 'charge_start = 75', 'charge_stop = 80', 'charge_restore = true');
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      const daemon = laptop.run();
      await laptop.reads('75–80');
      daemon.process.kill(signal);
      await laptop.reads('0–100');
      await daemon.left();
      await laptop.restIsBack();
      await eventually(() => expect(existsSync(join(daemon.runtimeDir, 'baseline.json'))).toBe(false));
    }
  });

  it('charge_restore that comes while they are set counts, and a limit that is taken out is put back at once', async () => {
    const laptop = limited();
    const daemon = laptop.run();
    await laptop.reads('75–80');
    await followsItsFile(daemon);
    laptop.configure('[battery]', 'charge_restore = true', 'charge_start = 75', 'charge_stop = 80');
    await eventually(async () => expect((await ask(daemon)).kept).toBe(false));
    daemon.process.kill('SIGTERM');
    await daemon.left();
    expect(laptop.levels()).toBe('0–100');
    laptop.configure('[battery]', 'charge_stop = 60');
    const next = laptop.run();
    await laptop.reads('0–60');
    await followsItsFile(next);
    laptop.configure();
    await laptop.reads('0–100');
    await told(next, { wanted: { start: null, stop: null } });
  });
});

describe('what drivers make of it', () => {
  it('one that refuses the value is asked once, and what it says is told', async () => {
    const laptop = new Laptop('lg-laptop').configure('[battery]', 'charge_stop = 75');
    const daemon = laptop.run();
    await told(daemon, {
      inForce: { start: null, stop: 100 },
      why: [expect.stringMatching(/75 is wanted, 100 is in force.*EINVAL/)],
    });
    await capped(laptop);
    // Longer than the second after which a refused write of another control is tried again.
    const { ticks = 0 } = (await daemon.status()) ?? {};
    await eventually(async () => expect((await daemon.status())?.ticks).toBeGreaterThan(ticks + 1));
    expect(laptop.written(stop)).toEqual(['75']);
    await followsItsFile(daemon);
    laptop.configure('[battery]', 'charge_stop = 80');
    await eventually(() => expect(laptop.tree.read(batteryFile(stop))).toBe('80'));
  });

  it('one that makes it another value keeps that, and it is told', async () => {
    const laptop = new Laptop('toshiba_acpi').configure('[battery]', 'charge_stop = 90');
    const daemon = laptop.run();
    await told(daemon, { inForce: { stop: 80 }, why: [expect.stringContaining('the kernel made it 80')] });
    expect(laptop.written(stop)).toEqual(['90']);
  });

  it('a start that it does not have is told, and the stop set all the same', async () => {
    const laptop = new Laptop('asus-wmi').configure('[battery]', 'charge_start = 75', 'charge_stop = 80');
    const daemon = laptop.run();
    await told(daemon, {
      inForce: { start: null, stop: 80 },
      why: [expect.stringContaining('charge_start: its driver has none')],
    });
    await followsItsFile(daemon);
    expect(daemon.stderr).toContain('BAT0: charge_start: its driver has none');
  });

  it('thresholds that count only with a charge type get it', async () => {
    const laptop = new Laptop('dell-laptop').configure('[battery]', 'charge_start = 70', 'charge_stop = 80');
    const daemon = laptop.run();
    await laptop.reads('70–80');
    expect(laptop.tree.read(batteryFile('charge_types'))).toContain('[Custom]');
    await eventually(async () =>
      expect((await first(daemon))?.explanation).toContain(
        'its charge type is Custom because its thresholds count only so',
      ),
    );
  });

  it.each([
    ['ideapad-laptop', batteryFile('charge_types'), 'Standard [Long_Life]', '[Standard] Long_Life', 'Long_Life'],
    ['old_ideapad', conservationFile, '1', '0', 'conservation mode'],
  ] as const)('%s: a limit of the maker stands for any', async (driver, file, limited, full, own) => {
    const laptop = new Laptop(driver).configure('[battery]', 'charge_stop = 80');
    const daemon = laptop.run();
    await told(daemon, { ownLimit: own, why: [] });
    expect(laptop.tree.read(file)).toBe(limited);
    await ask(daemon, 'full');
    await eventually(() => expect(laptop.tree.read(file)).toBe(full));
  });

  it('two batteries have each their own, and one that is not there is told with its neighbour', async () => {
    const laptop = new Laptop('thinkpad_acpi', ['BAT0', 'BAT1']);
    laptop.configure(
      '[battery]',
      'charge_stop = 80',
      '[battery.BAT1]',
      'charge_start = 40',
      'charge_stop = 60',
      '[battery.BAT2]',
      'charge_stop = 70',
    );
    const daemon = laptop.run();
    await laptop.reads('0–80');
    await laptop.reads('40–60', 'BAT1');
    await followsItsFile(daemon);
    expect(daemon.stderr).toContain('[battery.BAT2]: no battery of that name (did you mean BAT0?)');
    await ask(daemon, 'full', 'BAT1');
    await laptop.reads('95–100', 'BAT1');
    expect(laptop.levels()).toBe('0–80');
    await expect(ask(daemon, 'full', 'BAT7')).rejects.toThrow('no battery BAT7, expected one of BAT0, BAT1');
  });
});

describe('full once', () => {
  const unplug = ({ tree }: Laptop): void => {
    tree.write('sys/class/power_supply/AC/online', 0);
    tree.write(batteryFile('status'), 'Discharging');
  };
  const plug = ({ tree }: Laptop): void => {
    tree.write(batteryFile('status'), 'Charging');
    tree.write('sys/class/power_supply/AC/online', 1);
  };
  const limited = (): Laptop =>
    new Laptop('thinkpad_acpi').configure('[battery]', 'charge_start = 75', 'charge_stop = 80');

  it('until the charger is unplugged, over a restart of the daemon', async () => {
    const laptop = limited();
    const daemon = laptop.run();
    await laptop.reads('75–80');
    const { batteries } = await ask(daemon, 'full');
    expect(batteries[0]).toMatchObject({
      wanted: { start: 95, stop: 100 },
      fullFor: expect.any(String),
    });
    await laptop.reads('95–100');
    await told(daemon, {
      explanation: expect.stringMatching(/uid \d+.* wants it full, until the charger is unplugged/),
    });
    daemon.process.kill('SIGTERM');
    await daemon.left();
    const next = laptop.run();
    await told(next, { wanted: { start: 95, stop: 100 } });
    expect(laptop.levels()).toBe('95–100');
    unplug(laptop);
    await laptop.reads('75–80');
    await told(next, { fullFor: null, inForce: { start: 75, stop: 80 } });
    expect(existsSync(join(laptop.state, 'charge.json'))).toBe(false);
  });

  it('asked for on battery it waits for the charger', async () => {
    const laptop = limited();
    unplug(laptop);
    const daemon = laptop.run();
    await laptop.reads('75–80');
    await eventually(async () => expect((await daemon.status())?.onMains).toBe(false));
    await ask(daemon, 'full');
    await laptop.reads('95–100');
    plug(laptop);
    await eventually(() =>
      expect(JSON.parse(readFileSync(join(laptop.state, 'charge.json'), 'utf8'))).toMatchObject({
        full: [{ plugged: true }],
      }),
    );
    expect(laptop.levels()).toBe('95–100');
    unplug(laptop);
    await laptop.reads('75–80');
  });

  it('limit ends it before', async () => {
    const laptop = limited();
    const daemon = laptop.run();
    await ask(daemon, 'full').catch(() => eventually(() => ask(daemon, 'full')));
    await laptop.reads('95–100');
    await ask(daemon, 'limit');
    await laptop.reads('75–80');
  });

  it('without a configured limit, one that others have set comes back', async () => {
    const laptop = limited().configure();
    laptop.tree.write(batteryFile(stop), 60);
    const daemon = laptop.run();
    await eventually(() => ask(daemon, 'full'));
    await laptop.reads('95–100');
    unplug(laptop);
    await laptop.reads('0–60');
  });
});

it('a battery that nothing can limit is told so, with why', async () => {
  const laptop = new Laptop('old_ideapad').configure('[battery]', 'charge_stop = 80');
  laptop.tree.remove(conservationFile);
  const daemon = laptop.run();
  await told(daemon, { why: [expect.stringContaining('no driver offers to limit')] });
  await expect(ask(daemon, 'full')).rejects.toThrow('no driver offers to limit');
});
