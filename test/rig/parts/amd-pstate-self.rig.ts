import { describe, expect, test } from 'vitest';
import type { GuestFileError } from '../guest/agent.js';
import { part } from '../part.js';
import { PROGRAMS } from '../paths.js';
import { cppcRequest } from '../physics/clocks.js';
import { until } from '../poll.js';

const rig = part({ variant: 'amd-pstate', name: 'amd-pstate-self' });

const POLICY = '/sys/devices/system/cpu/cpufreq/policy0';

const request = (cpu = 0) => {
  rig.guest.page.pull();
  return cppcRequest(rig.guest.page, cpu);
};
const read = (path: string): Promise<string> => rig.guest.readFile(path);
const number = async (path: string): Promise<number> => Number(await read(path));
const refused = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'accepted',
    (error: GuestFileError) => error.code,
  );

describe('amd-pstate-epp on simulated firmware', () => {
  test('the real driver binds and starts as on a laptop', async () => {
    expect(await read(`${POLICY}/scaling_driver`)).toBe('amd-pstate-epp');
    expect(await read(`${POLICY}/scaling_governor`)).toBe('powersave');
    expect(await read(`${POLICY}/energy_performance_preference`)).toBe('balance_performance');
    expect(await number(`${POLICY}/cpuinfo_max_freq`)).toBe(4_600_000);
    expect(await number(`${POLICY}/cpuinfo_min_freq`)).toBe(800_000);
  });

  test('EPP, min and max reach the host', async () => {
    const names = { performance: 0, balance_performance: 128, balance_power: 191, power: 255 };
    for (const [name, epp] of Object.entries(names)) {
      await rig.guest.writeFile(`${POLICY}/energy_performance_preference`, name);
      await until(
        `EPP ${name}`,
        () => request().epp,
        seen => seen === epp,
      );
    }
    await rig.guest.writeFile(`${POLICY}/scaling_min_freq`, '1600000');
    await rig.guest.writeFile(`${POLICY}/scaling_max_freq`, '2000000');
    await until('limits', request, ({ min, max }) => min === 80 && max === 100);
    expect(request(1).max).toBe(230);
    await rig.guest.writeFile(`${POLICY}/scaling_max_freq`, '4600000');
    await rig.guest.writeFile(`${POLICY}/scaling_min_freq`, '800000');
    await until('limits', request, ({ min, max }) => min === 40 && max === 230);
  });

  test('the performance governor refuses an EPP with EBUSY, and a missing file is ENOENT', async () => {
    await rig.guest.writeFile(`${POLICY}/scaling_governor`, 'performance');
    expect(await refused(rig.guest.writeFile(`${POLICY}/energy_performance_preference`, 'power'))).toBe('EBUSY');
    await rig.guest.writeFile(`${POLICY}/scaling_governor`, 'powersave');
    expect(await refused(rig.guest.writeFile(`${POLICY}/energy_performance_preference`, 'balance_performance'))).toBe(
      'accepted',
    );
    expect(await refused(rig.guest.writeFile(`${POLICY}/no_such_file`, '1'))).toBe('ENOENT');
  });

  test('boost lowers the maximum to nominal and gives it back', async () => {
    await rig.guest.writeFile('/sys/devices/system/cpu/cpufreq/boost', '0');
    await until(
      'boost off',
      () => number(`${POLICY}/scaling_max_freq`),
      khz => khz === 3_000_000,
    );
    await rig.guest.writeFile('/sys/devices/system/cpu/cpufreq/boost', '1');
    await until(
      'boost on',
      () => number(`${POLICY}/scaling_max_freq`),
      khz => khz === 4_600_000,
    );
  });

  test('CPU 1 goes offline and comes back with its policy', async () => {
    const online = '/sys/devices/system/cpu/cpu1/online';
    const policy1 = '/sys/devices/system/cpu/cpufreq/policy1/scaling_max_freq';
    await rig.guest.writeFile(online, '0');
    expect(await refused(read(policy1))).toBe('EBUSY');
    await rig.guest.writeFile(online, '1');
    expect(await number(policy1)).toBe(4_600_000);
  });

  test('AC and battery flips are seen in the guest', async () => {
    const uevents = () => number('/sys/kernel/uevent_seqnum');
    const before = await uevents();
    rig.guest.physics.setOnline(false);
    await until('the AC driver telling user space', uevents, count => count > before, { timeout: 2000 });
    await until(
      'AC off',
      () => read('/sys/class/power_supply/AC/online'),
      value => value === '0',
      { timeout: 3000 },
    );
    await until(
      'discharging',
      () => read('/sys/class/power_supply/BAT0/status'),
      value => value === 'Discharging',
    );
    rig.guest.physics.setOnline(true);
    await until(
      'AC on',
      () => read('/sys/class/power_supply/AC/online'),
      value => value === '1',
      { timeout: 3000 },
    );
    await until(
      'charging',
      () => read('/sys/class/power_supply/BAT0/status'),
      value => value === 'Charging',
    );
  });

  test('BTF is there and a tp_btf program loads, attaches and runs', async () => {
    const { runs } = JSON.parse(await rig.guest.run(`${PROGRAMS}/btf_probe`)) as { runs: number };
    expect(runs).toBeGreaterThan(0);
  });
});
