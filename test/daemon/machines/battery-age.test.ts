import { expect, it } from 'vitest';
import { latticectl } from '../../cli/run.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { hwmon, supplies } from '../../fixtures/trees/devices.js';
import { reportedTree } from '../../fixtures/trees/machines/reported.js';
import { until } from '../../rig/poll.js';

const base = { count: 2, driver: 'intel_pstate', hardware: [400_000, 3_000_000] } as const;
const battery = { type: 'Battery', present: 1, status: 'Discharging', power_now: 5_000_000 };

it('two batteries, one that counts energy and one that counts charge, and a fan: in status, top and report', async () => {
  const tree = reportedTree(
    base,
    hwmon([{ name: 'thinkpad', attributes: { fan1_input: 2400, fan2_input: 65_535 } }]),
    supplies({
      BAT0: {
        ...battery,
        energy_now: 20_000_000,
        energy_full: 40_000_000,
        energy_full_design: 50_000_000,
        cycle_count: 0,
      },
      BAT1: {
        ...battery,
        voltage_now: 11_800_000,
        charge_now: 1_000_000,
        charge_full: 1_800_000,
        charge_full_design: 2_000_000,
        cycle_count: 412,
      },
      // A mouse's battery is none of the machine's.
      hidpp_battery_0: { ...battery, scope: 'Device', energy_full: 1, energy_full_design: 2, cycle_count: 5 },
    }),
  );
  const daemon = new DaemonRun({ tree });
  const status = await until(
    'an interval',
    () => daemon.status(),
    s => (s?.ticks ?? 0) > 2,
  );
  expect(status?.battery?.aged).toEqual([
    { name: 'BAT0', health: 80, cycles: null },
    { name: 'BAT1', health: 90, cycles: 412 },
  ]);
  // What is told as age is no sensor that nobody knows.
  expect(status?.sensors.map(s => s.name)).not.toContain('supply.BAT0.health');
  const told = async (...args: string[]) => {
    const where = ['--runtime-dir', daemon.runtimeDir, '--state-dir', daemon.stateDir];
    return (await latticectl([...where, ...args])).stdout;
  };
  const text = await told('status');
  expect(text).toMatch(/^ +BAT0 health 80 %$/m);
  expect(text).toMatch(/^ +BAT1 health 90 %, 412 cycles$/m);
  expect(text).toMatch(/^heat .*fan 2400 rpm/m);
  daemon.process.kill('SIGTERM');
  await daemon.left();
  expect(JSON.parse(await told('report', '--json')).account).toMatchObject({
    // A short run is known to a ms.
    aged: [
      { name: 'BAT0', health: expect.closeTo(80, 0), cycles: null },
      { name: 'BAT1', health: expect.closeTo(90, 0), cycles: 412 },
    ],
    fans: [{ name: 'thinkpad.fan1', mean: expect.closeTo(2400, -2), most: 2400 }],
  });
  const report = await told('report');
  expect(report).toMatch(/^battery {4}BAT1 health \d+ %, 412 cycles$/m);
  expect(report).toMatch(/^fan {8}thinkpad\.fan1 \d+ rpm in the mean, 2400 at most$/m);
});

it('a machine that tells neither says nothing of them', async () => {
  const daemon = new DaemonRun({ tree: reportedTree(base, supplies({ BAT0: { ...battery, capacity: 40 } })) });
  const status = await until(
    'an interval',
    () => daemon.status(),
    s => (s?.ticks ?? 0) > 2,
  );
  expect(status?.battery).toMatchObject({ percent: 40, aged: [] });
  const { stdout } = await latticectl(['--runtime-dir', daemon.runtimeDir, 'status']);
  expect(stdout).not.toMatch(/health|cycle|fan/);
});
