import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { EnergyTotals } from '../../../src/daemon/metrics/energy-totals.js';
import { exposition } from '../../../src/daemon/metrics/exposition.js';
import { UsageTotals } from '../../../src/daemon/metrics/usage-totals.js';
import type { LiveReading } from '../../../src/model/sensing/reading.js';
import { madeStatus } from '../../control/made.js';

const read = (file: string): string => readFileSync(`docs/fleet/${file}`, 'utf8');
const { panels } = JSON.parse(read('lattice-dashboard.json')) as {
  panels: { id: number; title: string; targets: { expr: string }[] }[];
};

/** Names of all metrics that a daemon has which tells everything. */
async function told(): Promise<Set<string>> {
  const totals = new EnergyTotals();
  totals.follow({ energy: [{ domain: 'package0', energy: 2.5, power: 25 }] } as unknown as LiveReading);
  const made = madeStatus();
  const status = {
    ...made,
    policies: made.policies.map(p => ({ ...p, savedWatts: 0.5 })),
    battery: { percent: 70, wattHours: 35, secondsLeft: 3600 },
  };
  const health = { restores: 1, throttles: () => new Map([['package0', 2]]) };
  const { text } = await exposition(
    status,
    { totals, usage: new UsageTotals(), gpuUsage: new UsageTotals(), health },
    false,
  );
  return new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name));
}

const recorded = new Set([...read('lattice.rules.yml').matchAll(/record: (\S+)/g)].map(([, name]) => name));

it.each(panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)))(
  '%s asks only for what a daemon tells, or a rule records',
  async (_, expr) => {
    const names = [...expr.matchAll(/(?:[a-z]+:)?lattice_[a-z_]+(?::[a-z0-9]+)?/g)].map(([name]) => name);
    const known = await told();
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter(name => !known.has(name) && !recorded.has(name))).toEqual([]);
  },
);

it('has a panel for each thing that an operator looks for, and none twice', () => {
  const all = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join(' ');
  for (const name of [
    'battery_charge_ratio',
    'gpu',
    'throttle_events',
    'cpu_saved_watts',
    'power_watts',
    'temperature',
  ])
    expect(all).toContain(name);
  for (const name of ['cpu_frequency_hertz', 'restored_total', 'journal_up', 'rivals']) expect(all).toContain(name);
  for (const of of ['id', 'title'] as const) expect(new Set(panels.map(p => p[of])).size).toBe(panels.length);
});
