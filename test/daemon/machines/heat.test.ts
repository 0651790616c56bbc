import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DaemonRun } from '../../fixtures/daemon.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { hwmon } from '../../fixtures/trees/devices.js';
import type { Files } from '../../fixtures/trees/entry.js';
import { reportedTree } from '../../fixtures/trees/machines/reported.js';
import { policyFile } from '../../fixtures/trees/tree.js';
import { until } from '../../rig/poll.js';

const desktop = {
  count: 4,
  driver: 'acpi-cpufreq',
  hardware: [2_200_000, 3_600_000] as const,
  governors: 'performance schedutil',
};

function governed(...parts: readonly Files[]) {
  const tree = reportedTree(desktop, ...parts);
  const config = join(folderForTest('config'), 'lattice.toml');
  writeFileSync(config, '[mains]\ntarget_c = 65\n');
  return { tree, daemon: new DaemonRun({ tree, args: ['--govern', '--config', config] }) };
}

const ryzen = hwmon([
  {
    name: 'k10temp',
    attributes: {
      temp1_label: 'Tdie',
      temp1_input: 74_000,
      temp2_label: 'Tctl',
      temp2_input: 94_000,
      temp2_max: 70_000,
    },
  },
]);

it("where no zone is, the die's own sensor is shown, never the offset one, and the target is kept by it", async () => {
  const { tree, daemon } = governed(ryzen);
  const status = await until(
    'heat',
    () => daemon.status(),
    s => (s?.zones.length ?? 0) > 0,
  );
  expect(status?.zones).toEqual([{ name: 'k10temp', celsius: 74, trip: null }]);
  expect(JSON.stringify(status)).not.toContain('Tctl');
  await until(
    'a cap for heat',
    () => Number(tree.read(policyFile(0, 'scaling_max_freq'))),
    khz => khz < 3_000_000,
  );
  expect((await daemon.status())?.policies[0]?.reasons.map(r => r.rule)).toContain('thermal');
});

it('where nothing measures it, it is said that the target cannot be kept', async () => {
  const { daemon } = governed();
  const status = await until(
    'a notice',
    () => daemon.status(),
    s => (s?.notices.length ?? 0) > 0,
  );
  expect(status?.notices[0]).toMatchObject({
    what: "target_c = 65 can't be kept",
    why: 'nothing here measures how hot the processors are',
  });
});
