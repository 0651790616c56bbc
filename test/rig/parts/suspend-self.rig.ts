import { expect, test } from 'vitest';
import { part } from '../part.js';
import { cppcRequest } from '../physics/clocks.js';
import { until } from '../poll.js';

const rig = part({ variant: 'amd-pstate', name: 'suspend-self', memoryMiB: 1536, memoryRoot: [process.execPath] });

const POLICY = '/sys/devices/system/cpu/cpufreq/policy0';
const ASLEEP_MS = 3000;

test('suspend to RAM loses power, keeps limits and leaves a gap in time', async () => {
  const { guest } = rig;
  await guest.writeFile(`${POLICY}/scaling_max_freq`, '2000000');
  await guest.writeFile(`${POLICY}/energy_performance_preference`, 'power');
  const before = performance.now();
  const clocks = async () =>
    (await guest.run(`${process.execPath} -p 'process.hrtime()[0] + " " + os.uptime()'`)).trim();
  const [monotonic = 0, boottime = 0] = (await clocks()).split(' ').map(Number);

  await guest.suspend();
  guest.page.forget();
  const slept = performance.now();
  await until(
    'a while asleep',
    () => performance.now() - slept,
    ms => ms > ASLEEP_MS,
  );
  await guest.wake();

  const [monotonicAfter = 0, boottimeAfter = 0] = (await clocks()).split(' ').map(Number);
  expect(boottimeAfter - boottime - (monotonicAfter - monotonic)).toBeGreaterThan(1);
  expect((boottimeAfter - boottime) * 1000).toBeLessThan(performance.now() - before + 2000);
  expect(await guest.readFile(`${POLICY}/scaling_max_freq`)).toBe('2000000');
  expect(await guest.readFile(`${POLICY}/energy_performance_preference`)).toBe('power');
  expect(await guest.readFile('/sys/devices/system/cpu/cpu1/online')).toBe('1');

  // 7.3's driver writes the limits again but takes its cached EPP for what the firmware has: only a change gets through.
  const registers = () => {
    guest.page.pull();
    return cppcRequest(guest.page, 0);
  };
  expect(registers()).toMatchObject({ max: 100, epp: 0 });
  await guest.writeFile(`${POLICY}/energy_performance_preference`, 'power');
  expect(registers().epp).toBe(0);
  await guest.writeFile(`${POLICY}/energy_performance_preference`, 'balance_power');
  expect(registers().epp).toBe(191);
});
