import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { madeHost } from '../../../bench/fleet/hosts.js';
import { type Found, VictoriaMetrics } from '../../fixtures/victoria-metrics.js';

const dayMs = 86_400_000;
const since = Date.UTC(2026, 2, 1);
const days = 2;
const until = since + days * dayMs;
const everyMinutes = 4;
const hosts = 1000;
const used = Array.from({ length: days }, () => 0);
let metrics: VictoriaMetrics;

const byDay = (query: string): Promise<readonly Found[]> =>
  metrics.query(query, { start: since + dayMs, end: until, stepSeconds: 86_400 });
const numbers = (found: Found | undefined): number[] | undefined => found?.values.map(([, value]) => Number(value));

beforeAll(async () => {
  metrics = await VictoriaMetrics.started();
  for (let first = 0; first < hosts; first += 50) {
    const made = Array.from({ length: 50 }, (_, i) => madeHost(first + i, since, days, everyMinutes));
    await metrics.import(made.flatMap(({ series }) => series));
    for (const { joulesByDay } of made)
      for (const [day, joules] of joulesByDay.entries()) used[day] = (used[day] ?? 0) + joules;
  }
  await metrics.flush();
  await metrics.record('docs/fleet/lattice.rules.yml', since, until);
}, 400_000);
afterAll(() => metrics?.stop());

describe('the recording rules, replayed on 1,000 made hosts in VictoriaMetrics', () => {
  it('give the energy by day through restarts, nights, parts of a whole and simulated machines', async () => {
    const [fleet] = await byDay('sum_over_time(fleet:lattice_energy_joules:increase5m[1d])');
    expect(numbers(fleet)).toEqual(used);
  });

  it('give that of each host', async () => {
    const found = await byDay('sum_over_time(instance:lattice_energy_joules:increase5m[1d])');
    expect(found).toHaveLength(990);
    for (const host of [0, 1, 2])
      expect(numbers(found.find(({ metric }) => metric.instance === `host-000${host}`))).toEqual(
        madeHost(host, since, days, everyMinutes).joulesByDay,
      );
  });

  it('count hosts that are there, and governed, and on which profile', async () => {
    const noon = { start: until - dayMs / 2, end: until - dayMs / 2, stepSeconds: 300 };
    const at = async (query: string) => numbers((await metrics.query(query, noon))[0]);
    expect(await at('fleet:lattice_hosts:count')).toEqual([990]);
    expect(await at('fleet:lattice_governing:sum')).toEqual([990]);
    expect(await at('profile:lattice_profile:sum{profile="balanced"}')).toEqual([990]);
  });
});

describe('the dashboard', () => {
  const { panels } = JSON.parse(readFileSync('docs/fleet/lattice-dashboard.json', 'utf8')) as {
    panels: { title: string; targets: { expr: string }[] }[];
  };

  it.each(panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)))(
    '%s has something to show',
    async (_, expr) => {
      // What Grafana puts in.
      const query = expr.replaceAll('$__range', '1d').replaceAll('$instance', 'host-0000');
      const noon = until - dayMs / 2;
      const found = await metrics.query(query, { start: noon, end: noon + 3_600_000, stepSeconds: 300 });
      expect(Math.max(...found.flatMap(each => numbers(each) ?? []))).toBeGreaterThan(0);
    },
  );
});
