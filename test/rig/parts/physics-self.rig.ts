import { describe, expect, test } from 'vitest';
import { play, playing } from '../load.js';
import { part } from '../part.js';
import { PROGRAMS } from '../paths.js';
import { cppcRequest } from '../physics/clocks.js';
import { until } from '../poll.js';

const rig = part({ variant: 'amd-pstate', name: 'physics-self' });

const POLICY = '/sys/devices/system/cpu/cpufreq/policy0';
const ZONE = '/sys/class/thermal/thermal_zone0';
const PACKAGE = '/sys/class/powercap/intel-rapl:0';

const request = (cpu = 0) => {
  rig.guest.page.pull();
  return cppcRequest(rig.guest.page, cpu);
};
const read = (path: string): Promise<string> => rig.guest.readFile(path);
const number = async (path: string): Promise<number> => Number(await read(path));

describe('simulated physics closes the loop', () => {
  test('load raises frequency, power and temperature, and idleness lowers them', async () => {
    const { physics } = rig.guest;
    await until(
      'idle',
      () => physics.packageWatts,
      watts => watts < 0.5,
    );
    const cold = physics.temperature;
    const job = await playing(rig.guest, { mode: 'busy', seconds: 60 });
    await until(
      'full clock',
      () => physics.cores[0]?.khz ?? 0,
      khz => khz === 4_600_000,
    );
    expect(physics.packageWatts).toBeGreaterThan(12);
    await until(
      'heat',
      () => physics.temperature,
      celsius => celsius > cold + 10,
    );

    await rig.guest.writeFile(`${POLICY}/scaling_max_freq`, '1400000');
    await until(
      'capped',
      () => physics.packageWatts,
      watts => watts < 4,
    );
    expect(physics.cores[0]?.khz).toBe(1_400_000);
    await rig.guest.writeFile(`${POLICY}/scaling_max_freq`, '4600000');
    await job.stop();
    await until(
      'idle again',
      () => physics.packageWatts,
      watts => watts < 0.5,
    );
  });

  test('RAPL counts the energy of physics', async () => {
    const before = rig.guest.physics.packageJoules;
    const from = await number(`${PACKAGE}/energy_uj`);
    await play(rig.guest, { mode: 'busy', seconds: 2 });
    const to = await number(`${PACKAGE}/energy_uj`);
    const joules = rig.guest.physics.packageJoules - before;
    expect((to - from) / 1e6 / joules).toBeCloseTo(1, 1);
    expect(joules).toBeGreaterThan(10);
    expect(await read(`${PACKAGE}/name`)).toBe('package-0');
    expect(await read('/sys/class/powercap/intel-rapl:0:0/name')).toBe('core');
    expect((await rig.guest.run(`stat -c %a ${PACKAGE}/energy_uj`)).trim()).toBe('400');
  });

  test('the power limit holds', async () => {
    await rig.guest.writeFile(`${PACKAGE}/constraint_0_time_window_us`, '500000');
    await rig.guest.writeFile(`${PACKAGE}/constraint_0_power_limit_uw`, '6000000');
    const job = await playing(rig.guest, { mode: 'busy', seconds: 60 });
    await until(
      'load',
      () => rig.guest.physics.packageWatts,
      watts => watts > 5,
    );
    await until(
      'limited',
      () => rig.guest.physics.packageWatts,
      watts => watts > 4 && watts < 7,
    );
    await rig.guest.writeFile(`${PACKAGE}/constraint_0_power_limit_uw`, '45000000');
    await until(
      'unlimited',
      () => rig.guest.physics.packageWatts,
      watts => watts > 12,
    );
    await job.stop();
  });

  test('hardware perf events count what the load did', async () => {
    const job = await playing(rig.guest, { mode: 'busy', seconds: 60, memory: 0.5 });
    await until(
      'full clock',
      () => rig.guest.physics.cores[0]?.khz ?? 0,
      khz => khz === 4_600_000,
    );
    const counts = JSON.parse(await rig.guest.run(`${PROGRAMS}/perf_probe 0 2000`)) as Record<string, number>;
    const { busyShare } = await job.stop();
    expect(busyShare).toBeGreaterThan(0.9);
    expect((counts.cycles ?? 0) / 4.6e9 / 2).toBeGreaterThan(0.85);
    expect((counts.cycles ?? 0) / 4.6e9 / 2).toBeLessThan(1.1);
    expect((counts.instructions ?? 0) / (counts.cycles ?? 1)).toBeCloseTo(1, 1);
    expect((counts.ref_cycles ?? 0) / (counts.cycles ?? 1)).toBeCloseTo(3.0 / 4.6, 2);
    expect(counts.cache_misses).toBeGreaterThan(0);
    expect(counts.stalled_backend).toBe(-2);
    expect(counts.branches).toBe(-2);
  });

  test("the load player's busy share is what was asked for", async () => {
    for (const policy of [0, 1]) {
      await rig.guest.writeFile(`/sys/devices/system/cpu/cpufreq/policy${policy}/scaling_governor`, 'performance');
    }
    const result = await play(rig.guest, { mode: 'frames', seconds: 10, rate: 60, work: 6, memory: 0.25 });
    expect(Math.abs(result.busyShare - 0.36)).toBeLessThan(0.02);
    expect(result.jobs).toBeGreaterThan(590);
    // A host with other work delays frames that the simulated CPU had time for; a rig that can't play them misses nearly all.
    expect(result.missed / result.jobs).toBeLessThan(0.25);
    console.log(`frames at full clock: ${JSON.stringify(result)}`);
    for (const policy of [0, 1]) {
      await rig.guest.writeFile(`/sys/devices/system/cpu/cpufreq/policy${policy}/scaling_governor`, 'powersave');
    }
  });

  test("the kernel's passive trip lowers the maximum when hot, and gives it back when cool", async () => {
    rig.guest.physics.driveTo(92);
    await until(
      'hot zone',
      () => number(`${ZONE}/temp`),
      millidegrees => millidegrees > 90_000,
    );
    await until(
      'passive cooling',
      () => number(`${POLICY}/scaling_max_freq`),
      khz => khz < 4_600_000,
    );
    await until(
      'host sees it',
      () => request().max,
      max => max < 230,
    );
    rig.guest.physics.driveTo(50);
    await until(
      'cool again',
      () => number(`${POLICY}/scaling_max_freq`),
      khz => khz === 4_600_000,
      { timeout: 40_000 },
    );
    rig.guest.physics.thermal.release();
  });
});
