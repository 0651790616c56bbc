import { describe, expect, test } from 'vitest';
import { Latticed } from '../daemon.js';
import { faults, readJournal } from '../journal.js';
import { allLimits, CPUFREQ } from '../limits.js';
import { playing } from '../load.js';
import { part } from '../part.js';
import { until } from '../poll.js';
import { installProduct } from '../product.js';
import { readSensors } from '../sensors.js';

const product = await installProduct('latticed-acpi');
const rig = part({ variant: 'acpi-cpufreq', name: 'latticed-acpi', pmu: 'stalled' });

/** Close enough to the passive trip for the lowest cap, and yet below it. */
const HOT = 84.6;

describe("latticed on acpi-cpufreq: the kernel's own governors, simulated hardware", () => {
  test('the helper reads every class of sensor, stalled cycles among them', async () => {
    const { sensors, values } = await readSensors(rig.guest, product);
    expect(sensors).toEqual({ busy: 'bpf', counters: 'hardware', energy: 'powercap', tick_ms: 4 });
    for (const event of ['busy', 'cycles', 'instructions', 'cache_misses', 'stalled_backend', 'ref_cycles'])
      expect(values[`cpu1.${event}`], event).toBeGreaterThanOrEqual(0);
    expect(values).toMatchObject({ 'policy0.governor': 'schedutil', 'policy1.max_freq': 4_600_000 });
    expect(values['policy0.epp']).toBeUndefined();
    expect(Math.abs(Number(values['zone.acpitz.temp']) - rig.guest.physics.temperature)).toBeLessThan(1);
  });

  test('latticed moves min and max, simulated hardware obeys, and SIGTERM puts both back', async () => {
    const { guest } = rig;
    await guest.writeFile(`${CPUFREQ}/policy0/scaling_min_freq`, '1400000');
    const before = await allLimits(guest);
    const clock = (): number => guest.physics.cores[0]?.khz ?? Number.NaN;
    const daemon = await Latticed.start(guest, product, 'acpi', 'balanced');
    const load = await playing(guest, { mode: 'busy', seconds: 300, memory: 0 });
    await until('full clock under load', clock, khz => khz === 4_600_000, { timeout: 40_000 });

    guest.physics.driveTo(HOT);
    await until('the lowest clock', clock, khz => khz === 800_000, { timeout: 40_000 });
    const { policies, controls } = await daemon.status();
    expect(policies[0]).toMatchObject({ governor: 'schedutil', limits: { min: 800_000, max: 800_000 } });
    for (const { name, readback, state } of controls) expect([name, readback, state]).toEqual([name, 800_000, 'held']);
    expect(await guest.readFile(`${CPUFREQ}/policy0/scaling_max_freq`)).toBe('800000');

    await daemon.stop();
    guest.physics.thermal.release();
    await until('full clock again', clock, khz => khz === 4_600_000);
    await load.stop();
    expect(await allLimits(guest)).toEqual(before);
  });

  test('its decisions are in the journal, with reasons and what was read back', async () => {
    const { decisions, events } = await readJournal(rig.guest, '/tmp/acpi');
    expect(faults(events)).toEqual([]);
    const rows = decisions.filter(({ scope }) => scope === 'policy0');
    const coldest = rows.filter(({ after, readback }) => after.max_freq === 800_000 && readback?.max_freq === 800_000);
    // Other rules may have had reason for that clock before the heat came.
    const hot = coldest.find(({ reasons }) => reasons.some(r => r.control === 'max_freq' && r.rule === 'thermal'));
    expect(hot?.after.min_freq).toBe(800_000);
    expect(rows.find(({ after }) => after.min_freq === 800_000)?.before.min_freq).toBeGreaterThan(800_000);
    expect(decisions.some(({ after }) => 'epp' in after)).toBe(false);
  });
});
