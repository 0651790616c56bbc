import { expect, it } from 'vitest';
import { type Report, seen } from '../../fixtures/seen-machine.js';
import { type Files, merged, raw, ro } from '../../fixtures/trees/entry.js';
import { type Base, epp, reportedTree } from '../../fixtures/trees/machines/reported.js';

const machine = 'sys/devices/system/cpu';
/** CPUs as a container shows them: folders with nothing in them. */
const hollow = (ids: readonly number[]): Files =>
  merged(...ids.map(id => ({ [`${machine}/cpu${id}/.keep`]: raw('') })), {
    [`${machine}/cpufreq/.keep`]: raw(''),
    [`${machine}/intel_pstate/.keep`]: raw(''),
    [`${machine}/online`]: ro('0-63'),
    [`${machine}/possible`]: ro('0-63'),
    [`${machine}/present`]: ro('0-63'),
  });

interface Case {
  readonly report: Report;
  readonly machine: string;
  readonly base: Base;
  readonly more?: Files;
  readonly cpus: number;
  readonly policies: number;
  /** What is said not to be there, with a part of the reason. */
  readonly missing: Readonly<Record<string, string>>;
}

const cases: readonly Case[] = [
  {
    report: 'oxalica/cbench#1',
    machine: 'a virtual machine of an EPYC 7K62',
    base: { count: 16, driver: '', hardware: [0, 0], clusters: [] },
    cpus: 16,
    policies: 0,
    missing: {
      cpufreq: 'a virtual machine, or the driver is not loaded',
      energy: 'no RAPL zone',
      zones: 'no thermal zone',
      hwmon: 'no driver has registered a monitoring chip',
      supplies: 'a desktop, a server or a virtual machine',
      platform_profile: "the firmware's driver offers none",
    },
  },
  {
    report: 'lxc/lxcfs#548',
    machine: "a container that shows eight of its host's CPUs, hollow, and an empty cpufreq folder",
    base: { count: 0, driver: '', hardware: [0, 0], clusters: [] },
    more: hollow([8, 23, 24, 28, 38, 41, 43, 53]),
    cpus: 8,
    policies: 0,
    missing: { cpufreq: 'has no policy*', throttles: 'Intel only' },
  },
  {
    report: 'energymon/energymon#53',
    machine: 'a Zen 5 that the kernel has no RAPL zone for',
    base: { count: 2, driver: 'amd-pstate-epp', hardware: [400_000, 5_000_000], more: epp },
    cpus: 2,
    policies: 2,
    missing: { energy: 'no RAPL zone' },
  },
];

it.each(cases)('$report: $machine', async ({ base, more = {}, cpus, policies, missing }) => {
  const { run, reading } = await seen(reportedTree(base, more));
  expect(run.hello.topology.cpus).toHaveLength(cpus);
  expect(run.hello.topology.policies).toHaveLength(policies);
  expect(reading).toMatchObject({ onMains: true, energy: [], zones: [], total: undefined, batteryPower: undefined });
  const reasons = Object.fromEntries(run.hello.missing.map(({ what, why }) => [what, why]));
  for (const [what, why] of Object.entries(missing)) expect(reasons[what]).toContain(why);
});
