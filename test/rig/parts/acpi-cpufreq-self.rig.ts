import { describe, expect, test } from 'vitest';
import { play, playing } from '../load.js';
import { part } from '../part.js';
import { until } from '../poll.js';
import { playScript } from '../script.js';

const rig = part({ variant: 'acpi-cpufreq', name: 'acpi-cpufreq-self' });

const POLICY = '/sys/devices/system/cpu/cpufreq/policy0';

const read = (name: string): Promise<string> => rig.guest.readFile(`${POLICY}/${name}`);
const write = (name: string, value: string): Promise<void> => rig.guest.writeFile(`${POLICY}/${name}`, value);
const clock = (cpu = 0): number => rig.guest.physics.cores[cpu]?.khz ?? Number.NaN;

describe('acpi-cpufreq: the kernel chooses, simulated hardware obeys', () => {
  test('the real driver binds, with all governors', async () => {
    expect(await read('scaling_driver')).toBe('acpi-cpufreq');
    expect(await read('scaling_governor')).toBe('schedutil');
    const governors = (await read('scaling_available_governors')).trim().split(' ').sort();
    expect(governors).toEqual(['conservative', 'ondemand', 'performance', 'powersave', 'schedutil', 'userspace']);
    expect(await read('cpuinfo_max_freq')).toBe('4600000');
    expect((await rig.guest.exec(`ls ${POLICY}/energy_performance_preference`)).code).not.toBe(0);
  });

  test('setspeed reaches the host, one CPU at a time', async () => {
    await write('scaling_governor', 'userspace');
    for (const khz of [800_000, 2_200_000, 4_600_000]) {
      await write('scaling_setspeed', String(khz));
      await until(
        'P-state',
        () => clock(),
        seen => seen === khz,
      );
    }
    await rig.guest.writeFile('/sys/devices/system/cpu/cpufreq/policy1/scaling_governor', 'powersave');
    await until(
      'CPU 1 at its lowest',
      () => clock(1),
      khz => khz === 800_000,
    );
    expect(clock(0)).toBe(4_600_000);
  });

  test('schedutil, ondemand and conservative follow the load', async () => {
    for (const governor of ['schedutil', 'ondemand', 'conservative']) {
      await write('scaling_governor', governor);
      await until(
        `${governor} at rest`,
        () => clock(),
        khz => khz <= 1_100_000,
      );
      const job = await playing(rig.guest, { mode: 'busy', seconds: 60 });
      await until(
        `${governor} under load`,
        () => clock(),
        khz => khz === 4_600_000,
      );
      await job.stop();
    }
  });

  test('a cap holds under load', async () => {
    await write('scaling_governor', 'schedutil');
    await write('scaling_max_freq', '1800000');
    const job = await playing(rig.guest, { mode: 'busy', seconds: 60 });
    await until(
      'capped',
      () => clock(),
      khz => khz === 1_800_000,
    );
    await until(
      'load',
      () => rig.guest.physics.packageWatts,
      watts => watts > 2,
    );
    expect((await job.stop()).busyShare).toBeGreaterThan(0.5);
    expect(clock()).toBeLessThanOrEqual(1_800_000);
    await write('scaling_max_freq', '4600000');
  });

  test("firmware's _PPC limit appears as bios_limit and goes again", async () => {
    rig.guest.physics.setPpc(4);
    await until(
      'bios_limit',
      () => read('bios_limit'),
      khz => khz === '3000000',
      { timeout: 3000 },
    );
    await until(
      'scaling_max_freq',
      () => read('scaling_max_freq'),
      khz => khz === '3000000',
    );
    rig.guest.physics.setPpc(0);
    await until(
      'bios_limit',
      () => read('bios_limit'),
      khz => khz === '4600000',
      { timeout: 3000 },
    );
  });

  test("Poisson load's busy share stretches as the clock falls", async () => {
    const load = { mode: 'poisson', seconds: 10, rate: 50, work: 4, memory: 0 } as const;
    await write('scaling_governor', 'performance');
    const fast = await play(rig.guest, load);
    await write('scaling_governor', 'powersave');
    await until(
      'lowest',
      () => clock(),
      khz => khz === 800_000,
    );
    const slow = await play(rig.guest, { ...load, rate: 10 });
    console.log(`Poisson: ${JSON.stringify({ fast, slow })}`);
    expect(fast.busyShare / fast.workShare).toBeCloseTo(1, 1);
    expect(slow.busyShare / slow.workShare / (4.6 / 0.8)).toBeCloseTo(1, 1);
    expect(slow.responseMeanMs / fast.responseMeanMs).toBeGreaterThan(3);
  });

  test('a script is executed as written, feels the clock, and counts in its window alone', async () => {
    const { scored } = rig.guest.physics;
    const job = (scored: number, memory: number): string => `job 1 -1 ${scored} 100 ${memory}\n`;
    const closed = `stream closed\n${job(0, 0)}${job(0, 0)}${job(1, 0)}${job(1, 0)}${job(1, 0.8)}${job(1, 0.8)}`;
    await write('scaling_governor', 'powersave');
    await until(
      'lowest',
      () => clock(),
      khz => khz === 800_000,
    );
    scored.reset();
    const slow = await playScript(rig.guest, closed, 60_000);
    const [compute = 0, , memory = 0] = slow.responses;
    expect(slow.responses).toHaveLength(4);
    expect(compute / (100 * (4.6 / 0.8))).toBeCloseTo(1, 1);
    expect(memory / (100 * (0.8 + 0.2 * (4.6 / 0.8)))).toBeCloseTo(1, 1);
    expect(slow.windowMs / (2 * compute + 2 * memory)).toBeCloseTo(1, 1);
    expect((scored.seconds * 1000) / slow.windowMs).toBeCloseTo(1, 1);
    expect(scored.cycles / scored.busySeconds / 1e9).toBeCloseTo(0.8, 2);

    const frames = Array.from({ length: 20 }, (_, i) => `job ${i * 50} ${(i + 1) * 50} ${i < 10 ? 0 : 1} 12 0\n`);
    scored.reset();
    const late = await playScript(rig.guest, `window 500 1000\nstream open\n${frames.join('')}`, 60_000);
    expect(late).toMatchObject({ responses: [], deadlines: 10, missed: 10 });
    expect(late.windowMs / 500).toBeCloseTo(1, 1);
    await write('scaling_governor', 'performance');
    const early = await playScript(rig.guest, `window 500 1000\nstream open\n${frames.join('')}`, 60_000);
    expect(early.missed).toBeLessThan(3);
    await expect(playScript(rig.guest, 'stream open\njob 1 2\n', 60_000)).rejects.toThrow('line 2');
  });

  test('passive trip, power meter, AC and battery are there as on the other laptop', async () => {
    rig.guest.physics.driveTo(92);
    await until(
      'passive cooling',
      async () => Number(await read('scaling_max_freq')),
      khz => khz < 4_600_000,
    );
    rig.guest.physics.driveTo(50);
    await until(
      'cool again',
      () => read('scaling_max_freq'),
      khz => khz === '4600000',
      { timeout: 40_000 },
    );
    rig.guest.physics.thermal.release();
    expect(await rig.guest.readFile('/sys/class/power_supply/AC/online')).toBe('1');
    expect(await rig.guest.readFile('/sys/class/power_supply/BAT0/type')).toBe('Battery');
    expect(await rig.guest.run('cat /sys/class/hwmon/*/name')).toContain('power_meter');
  });
});
