import { describe, expect, test } from 'vitest';
import { Latticed } from '../daemon.js';
import { faults, readJournal } from '../journal.js';
import { allLimits, allRegisters, CPUFREQ } from '../limits.js';
import { playing } from '../load.js';
import { part } from '../part.js';
import { until } from '../poll.js';
import { installProduct } from '../product.js';
import { readSensors } from '../sensors.js';

const product = await installProduct('latticed-amd');
/** The budget of power-saver holds a busy CPU a little below its 4.6 GHz. */
const FAST = 3_600_000;

const rig = part({ variant: 'amd-pstate', name: 'latticed-amd' });

/** Close enough to the passive trip for the lowest cap, and yet below it. */
const HOT = 84.6;

describe('latticed on amd-pstate-epp and simulated firmware', () => {
  test('the helper reads every class of sensor', async () => {
    const { physics } = rig.guest;
    const { sensors, values } = await readSensors(rig.guest, product);
    expect(sensors).toEqual({ busy: 'bpf', counters: 'hardware', energy: 'powercap', tick_ms: 4 });
    for (const cpu of ['cpu0', 'cpu1'])
      for (const event of ['busy', 'cycles', 'instructions', 'cache_misses', 'ref_cycles', 'context_switches'])
        expect(values[`${cpu}.${event}`], `${cpu}.${event}`).toBeGreaterThanOrEqual(0);
    for (const kind of ['cpu.some', 'memory.some', 'memory.full', 'io.some', 'io.full'])
      expect(values[`psi.${kind}`], kind).toBeGreaterThanOrEqual(0);
    expect(values).toMatchObject({
      'clock.suspended': 0,
      'policy0.min_freq': 1_400_000,
      'policy1.max_freq': 4_600_000,
      'policy0.governor': 'powersave',
      'policy1.epp': 'balance_performance',
      boost: 1,
      'package0.long_term.limit': 45_000_000,
      'supply.AC.online': 1,
      'supply.BAT0.status': 'Charging',
      'supply.BAT0.power': 30_000_000,
    });
    expect(Number(values['package0.energy']) / 1e6 / physics.packageJoules).toBeCloseTo(1, 1);
    expect(Number(values['package0.core.energy']) / 1e6 / physics.coreJoules).toBeCloseTo(1, 1);
    expect(Math.abs(Number(values['zone.acpitz.temp']) - physics.temperature)).toBeLessThan(1);
    expect(Math.abs(Number(values['hwmon.power_meter.power1.power']) / 1e6 - physics.platformWatts)).toBeLessThan(1);
    expect(Math.abs(Number(values['supply.BAT0.energy']) / 1e6 - physics.battery.remaining)).toBeLessThan(0.1);
  });

  test('latticed starts, shows what it reads, moves EPP, min and max, and stops with 0', async () => {
    const { guest } = rig;
    const before = await allLimits(guest);
    expect(allRegisters(guest)).toBe('70-230/128 70-230/128');
    // Six controls, and each limit by a rule of the promise in percent: those of the reflex are the part reflex-amd's.
    const daemon = await Latticed.start(guest, product, 'amd', 'power-saver', { promise: 'percent' });

    const load = await playing(guest, { mode: 'busy', seconds: 300, memory: 0 });
    // Under emulation a look at the status takes seconds, and the first ones may come before the load does.
    const status = await until(
      'a busy CPU at a clock near the top',
      () => daemon.status(),
      ({ policies: [first] }) => (first?.busy ?? 0) > 0.9 && (first?.frequency ?? 0) > 0.9 * FAST,
      { timeout: 60_000, every: 500 },
    );
    await load.stop();
    expect(status).toMatchObject({ machine: 'linux', simulated: false, mode: 'govern', onMains: true });
    expect(status.journal.failure ?? null).toBeNull();
    const [busy] = status.policies;
    // Out of cycles and busy time: the virtual PMU's through the real perf core, and sched_switch's.
    expect(busy?.frequency ?? 0).toBeLessThan(1.1 * 4_600_000);
    expect(status.power.find(({ domain }) => domain === 'package0')?.watts).toBeGreaterThan(8);
    expect(status.zones[0]).toMatchObject({ name: 'acpitz', trip: 85 });
    expect(status.batteryWatts).toBe(-30);
    expect(status.cpuPressure).not.toBeNull();

    guest.physics.driveTo(HOT);
    await until(
      'all limits moved',
      () => allRegisters(guest),
      seen => seen === '40-40/255 40-40/255',
      { timeout: 40_000 },
    );
    expect(await guest.readFile(`${CPUFREQ}/policy0/energy_performance_preference`)).toBe('power');
    const { controls } = await daemon.status();
    expect(controls.length).toBe(6);
    for (const { name, wanted, readback, state } of controls)
      expect([name, readback, state]).toEqual([name, wanted, 'held']);
    await daemon.stop();
    guest.physics.thermal.release();
    expect(await allLimits(guest)).toEqual(before);
  });

  test('every decision is in the journal, with its reasons and what was read back', async () => {
    const { decisions, events } = await readJournal(rig.guest, '/tmp/amd');
    expect(faults(events)).toEqual([]);
    for (const scope of ['policy0', 'policy1']) {
      const rows = decisions.filter(row => row.scope === scope);
      for (const { after, readback, reasons, ticks } of rows) {
        expect(ticks).toBeGreaterThan(0);
        // The kernel makes no other value of any of these; what came back late must not be in the next decision's row.
        expect(after).toMatchObject(readback ?? {});
        const because = new Map(reasons.map(({ control, rule }) => [control, rule]));
        expect(because.get('epp')).toBe('profile');
        // A limit at the hardware's own edge is nobody's doing.
        if (after.max_freq !== 4_600_000) expect(because.get('max_freq')).toMatch(/^(thermal|strict-cap|pace|reflex)$/);
        if (after.min_freq === 1_400_000) expect(because.get('min_freq')).toBe('baseline');
      }
      for (const [control, value] of Object.entries({ epp: 'power', min_freq: 800_000, max_freq: 800_000 })) {
        const moved = rows.filter(({ after }) => after[control] === value);
        expect(moved[0]?.before[control], `${scope}.${control}`).not.toBe(value);
        expect(
          moved.some(({ readback }) => readback?.[control] === value),
          `${scope}.${control}`,
        ).toBe(true);
      }
      // Pace may have found that little demand before the heat came.
      const why = rows
        .filter(({ after }) => after.max_freq === 800_000)
        .flatMap(({ reasons }) => reasons.filter(({ control }) => control === 'max_freq'));
      expect(why.find(({ rule }) => rule === 'thermal')).toMatchObject({
        code: 'near-trip',
        facts: { zone: 'acpitz', trip: 'passive', trip_c: 85 },
      });
    }
  });
});
