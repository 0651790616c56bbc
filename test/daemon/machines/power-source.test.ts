import { expect, it } from 'vitest';
import { latticectl } from '../../cli/run.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { supplies } from '../../fixtures/trees/devices.js';
import { epp, reportedTree } from '../../fixtures/trees/machines/reported.js';
import { until } from '../../rig/poll.js';

const laptop = { count: 4, driver: 'intel_pstate', hardware: [400_000, 5_000_000], more: epp } as const;

const statusOf = (daemon: DaemonRun) =>
  until(
    'status',
    () => daemon.status(),
    status => (status?.ticks ?? 0) > 0,
  );

it('a desktop whose graphics card has an idle USB-C port is on mains: it has no battery', async () => {
  const port = { type: 'USB', usb_type: '[C] PD PD_PPS', scope: 'System', online: 0, voltage_now: 0, current_now: 0 };
  const tree = reportedTree({ ...laptop, driver: 'amd-pstate-epp' }, supplies({ 'ucsi-source-psy-0-00081': port }));
  const daemon = new DaemonRun({ tree });
  const status = await statusOf(daemon);
  expect(status?.onMains).toBe(true);
  expect(status?.sourceWhy).toBe('it has no battery');
});

it('a laptop that charges a phone through its USB-C port is on battery, and status says why', async () => {
  const tree = reportedTree(
    laptop,
    supplies({
      ACAD: { type: 'Mains', online: 0 },
      'ucsi-source-psy-USBC000:001': {
        type: 'USB',
        scope: 'System',
        online: 1,
        status: 'Discharging',
        voltage_now: 5_000_000,
        current_now: 900_000,
      },
      BAT0: {
        type: 'Battery',
        present: 1,
        status: 'Discharging',
        capacity: 62,
        energy_now: 37_000_000,
        energy_full: 60_000_000,
        power_now: 14_000_000,
      },
    }),
  );
  const daemon = new DaemonRun({ tree });
  expect((await statusOf(daemon))?.onMains).toBe(false);
  const { stdout } = await latticectl(['--runtime-dir', daemon.runtimeDir, 'status']);
  expect(stdout).toContain(
    'on battery (BAT0 is discharging, and ucsi-source-psy-USBC000:001 gives power and takes none)',
  );
});
