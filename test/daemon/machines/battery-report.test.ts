import { expect, it } from 'vitest';
import { latticectl } from '../../cli/run.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { supplies } from '../../fixtures/trees/devices.js';
import { reportedTree } from '../../fixtures/trees/machines/reported.js';
import { until } from '../../rig/poll.js';

it('a battery whose gauge is beyond its own full is reported by what it holds when full: 57 Wh, not 745', async () => {
  const tree = reportedTree(
    { count: 4, driver: 'apple-cpufreq', hardware: [600_000, 3_204_000] },
    supplies({
      'macsmc-battery': {
        type: 'Battery',
        status: 'Discharging',
        present: 1,
        capacity: 87,
        voltage_now: 12_233_000,
        current_now: -2_023_000,
        power_now: -25_669_000,
        charge_now: 56_848_000,
        charge_full: 4_998_000,
        energy_now: 648_067_200,
        energy_full: 57_000_000,
        energy_full_design: 69_600_000,
      },
    }),
  );
  const daemon = new DaemonRun({ tree });
  // An interval is between two samples.
  const status = await until(
    'an interval',
    () => daemon.status(),
    s => (s?.ticks ?? 0) > 1,
  );
  expect(status?.onMains).toBe(false);
  expect(status?.batteryWatts).toBeCloseTo(25.669, 3);
  daemon.process.kill('SIGTERM');
  await daemon.left();
  const { stdout } = await latticectl(['--state-dir', daemon.stateDir, 'report', '--json']);
  // A short run is known to a ms.
  expect(Math.round(JSON.parse(stdout).account.battery.fullWattHours)).toBe(57);
});
