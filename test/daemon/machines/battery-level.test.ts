import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { JournalReader } from '../../../src/journal/query/query.js';
import { latticectl } from '../../cli/run.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { supplies } from '../../fixtures/trees/devices.js';
import { epp, reportedTree } from '../../fixtures/trees/machines/reported.js';
import { policyFile } from '../../fixtures/trees/tree.js';
import { until } from '../../rig/poll.js';

const wattHours = 1_000_000;
const battery = (charge: number, full: number) => ({
  type: 'Battery',
  present: 1,
  status: 'Discharging',
  capacity: Math.floor((100 * charge) / full),
  energy_now: charge * wattHours,
  energy_full: full * wattHours,
  power_now: 9_000_000,
});

/** A laptop with a small battery inside and a large one outside, on battery at 90 of 100 Wh. */
const laptop = () =>
  reportedTree(
    { count: 2, driver: 'intel_pstate', hardware: [400_000, 5_000_000], more: epp },
    supplies({ AC: { type: 'Mains', online: 0 }, BAT0: battery(20, 20), BAT1: battery(70, 80) }),
  );

function configured(text: string): string {
  const file = join(folderForTest('config'), 'lattice.toml');
  writeFileSync(file, `${text}\n[sampling]\nbatch_s = 1\n`);
  return file;
}

it('the profile follows the charge of both batteries: told, explained, journaled, undone when plugged in, and a restart flaps nothing', async () => {
  const tree = laptop();
  const args = ['--config', configured('[[battery_level]]\nbelow = "30%"\nprofile = "power-saver"')];
  const first = new DaemonRun({ tree, args });
  let daemon = first;
  const drain = (name: string, charge: number) =>
    tree.write(`sys/class/power_supply/${name}/energy_now`, charge * wattHours);
  const profile = (expected: string) =>
    until(
      expected,
      () => daemon.status(),
      status =>
        status?.profile === expected && (status.ticks ?? 0) > 0 && status.onMains === (expected === 'performance'),
    );
  const setting = () => tree.read(policyFile(0, 'energy_performance_preference'));
  const preference = (expected: string) => until(`EPP ${expected}`, setting, word => word === expected);
  await profile('balanced');
  // 40 of 100 Wh: the outer one alone would be below 30 %.
  drain('BAT1', 20);
  await preference('balance_power');
  expect((await daemon.status())?.profile).toBe('balanced');
  drain('BAT0', 9);
  const low = await profile('power-saver');
  expect(low?.profileWhy).toBe('since the battery is below 30 %');
  expect(low?.asked.level).toBe(30);
  await preference('power');
  const told = async (...command: string[]) =>
    (await latticectl(['--runtime-dir', daemon.runtimeDir, ...command])).stdout.replace(/\s+/g, ' ');
  expect(await told('status')).toContain('power-saver (since the battery is below 30 %)');
  expect(await told('explain')).toContain('The profile is power-saver since the battery is below 30 %.');
  // 31 %: above the level, within the hysteresis.
  drain('BAT0', 11);
  first.process.kill('SIGTERM');
  await first.left();
  daemon = new DaemonRun({ tree, args: [...args, '--state-dir', first.stateDir] });
  expect((await profile('power-saver'))?.profileWhy).toBe('since the battery is below 30 %');
  expect(await told('set', 'performance')).toBe('');
  await preference('performance');
  expect((await daemon.status())?.profileWhy).toBe('set by hand');
  tree.write('sys/class/power_supply/AC/online', 1);
  await profile('performance');
  daemon.process.kill('SIGTERM');
  await daemon.left();
  const reader = new JournalReader(join(first.stateDir, 'journal.db'));
  const events = reader.events().filter(e => e.kind === 'profile');
  reader.close();
  expect(events.reverse().map(({ what, detail }) => [what, (detail as { why?: string }).why ?? 'by hand'])).toEqual([
    ['power-saver', 'since the battery is below 30 %'],
    ['performance', 'by hand'],
    ['performance', 'since the machine is plugged in'],
  ]);
});

it('a battery without a charge: the rule sleeps, and that is said once', async () => {
  const tree = reportedTree(
    { count: 2, driver: 'intel_pstate', hardware: [400_000, 5_000_000], more: epp },
    supplies({ AC: { type: 'Mains', online: 0 }, BAT0: { type: 'Battery', present: 1, status: 'Discharging' } }),
  );
  const daemon = new DaemonRun({
    tree,
    args: ['--config', configured('[[battery_level]]\nbelow = "90%"\nprofile = "power-saver"')],
  });
  const status = await until(
    'three ticks on battery',
    () => daemon.status(),
    found => (found?.ticks ?? 0) >= 3,
  );
  expect(status).toMatchObject({ onMains: false, profile: 'balanced' });
  expect(daemon.stderr.match(/no battery says how full it is/g)).toHaveLength(1);
});
