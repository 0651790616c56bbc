import { expect, it } from 'vitest';
import { latticectl } from '../../cli/run.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { injectorForTest } from '../../fixtures/errno/injector.js';
import type { Report } from '../../fixtures/seen-machine.js';
import { platformProfile } from '../../fixtures/trees/devices.js';
import { epp, reportedTree } from '../../fixtures/trees/machines/reported.js';
import { policyFile } from '../../fixtures/trees/tree.js';
import { until } from '../../rig/poll.js';

const laptop = { count: 2, driver: 'amd-pstate-epp', hardware: [400_000, 5_000_000], more: epp } as const;
const file = 'sys/firmware/acpi/platform_profile';

interface Case {
  readonly report: Report;
  readonly machine: string;
  readonly found: string;
  readonly choices: string;
  readonly rules?: readonly string[];
  readonly profile: 'performance' | 'power-saver';
  /** What the firmware is at afterwards. */
  readonly becomes: string;
  /** How status says that it stands; absent: it is not ours. */
  readonly state?: 'held' | 'refused' | 'unknown';
}

const cases: readonly Case[] = [
  {
    report: 'redhat-performance/tuned#853',
    machine: 'an ASUS TUF has quiet and no low-power',
    found: 'balanced',
    choices: 'quiet balanced performance',
    profile: 'power-saver',
    becomes: 'quiet',
    state: 'held',
  },
  {
    report: 'PXDiv/Div-Acer-Manager-Max#173',
    machine: 'a Nitro offers performance and answers EIO',
    found: 'balanced-performance',
    choices: 'low-power quiet balanced balanced-performance performance',
    rules: [`refuse write ${file} EIO`],
    profile: 'performance',
    becomes: 'balanced-performance',
    state: 'refused',
  },
  {
    report: 'PXDiv/Div-Acer-Manager-Max#267',
    machine: 'a Nitro refuses balanced-performance, though it is on its adapter',
    found: 'balanced',
    choices: 'low-power quiet balanced balanced-performance',
    rules: [`refuse write ${file} EOPNOTSUPP`],
    profile: 'performance',
    becomes: 'balanced',
    state: 'refused',
  },
  {
    report: 'johnfanv2/LenovoLegionLinux#450',
    machine: 'a Legion that was set to custom, which nobody could write back',
    found: 'custom',
    choices: 'low-power balanced performance',
    profile: 'power-saver',
    becomes: 'custom',
  },
  {
    report: 'johnfanv2/LenovoLegionLinux#42',
    machine: 'a Legion whose profile cannot be read: what is unknown could not be put back',
    found: 'balanced',
    choices: 'low-power balanced performance',
    rules: [`refuse read ${file} EINVAL`],
    profile: 'power-saver',
    becomes: 'balanced',
    state: 'unknown',
  },
];

it.each(cases)('$report: $machine', async ({ found, choices, rules = [], profile, becomes, state }) => {
  const tree = reportedTree(laptop, platformProfile(found, choices));
  const before = tree.settings();
  const injector = injectorForTest(tree, rules);
  const daemon = new DaemonRun({ tree, injector, args: ['--govern'] });
  await until(
    'ticks',
    () => daemon.status(),
    status => (status?.ticks ?? 0) > 0,
  );
  await latticectl(['--runtime-dir', daemon.runtimeDir, 'set', profile]);
  const wanted = profile === 'performance' ? 'performance' : 'power';
  await until(
    'the preference of the profile',
    () => tree.read(policyFile(0, 'energy_performance_preference')),
    preference => preference === wanted,
  );
  const standing = await until(
    'how it stands',
    async () => (await daemon.status())?.controls.find(c => c.name === 'platform_profile'),
    control => state === undefined || control?.state === state,
  );
  expect(standing?.state).toBe(state);
  expect(tree.read(file)).toBe(becomes);
  daemon.process.kill('SIGTERM');
  expect(await daemon.left()).toBe(0);
  expect(tree.settings()).toEqual(before);
});
