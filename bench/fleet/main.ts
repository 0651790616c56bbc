import { VictoriaMetrics } from '../../test/fixtures/victoria-metrics.js';
import { fleetRules } from '../daemon/product.js';
import { type Figure, spread } from '../figures.js';
import { madeHost } from './hosts.js';

const dayMs = 86_400_000;
const days = 7;
const until = Date.UTC(2026, 2, 8);
const since = until - days * dayMs;
const hosts = 1000;
/** Fewer scrapes than docs/fleet.md asks for. The recorded series are the same, and the import takes less time. */
const everyMinutes = 4;
const atOnce = 25;
const rounds = 15;

/** The time of a query for the energy of a large fleet by day, from the recorded series and from the counters themselves. */
export async function benchFleet(): Promise<Figure[]> {
  const metrics = await VictoriaMetrics.started();
  try {
    for (let first = 0; first < hosts; first += atOnce) {
      const made = Array.from({ length: atOnce }, (_, i) => madeHost(first + i, since, days, everyMinutes));
      await metrics.import(made.flatMap(({ series }) => series));
    }
    await metrics.flush();
    await metrics.record(fleetRules, since, until);
    const asked = async (name: string, query: string, bar?: number): Promise<Figure> => {
      const times: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const from = performance.now();
        await metrics.query(query, { start: since + dayMs, end: until, stepSeconds: 86_400 });
        times.push(performance.now() - from);
      }
      return { name: `${hosts} hosts, ${days} days: ${name}`, unit: 'ms', ...spread(times), bar };
    };
    return [
      await asked('fleet energy by day', 'sum_over_time(fleet:lattice_energy_joules:increase5m[1d])', 1000),
      await asked('energy of each host by day', 'sum_over_time(instance:lattice_energy_joules:increase5m[1d])', 1000),
      await asked(
        `fleet energy by day without rules, scraped every ${everyMinutes} min`,
        'sum(increase(lattice_energy_joules_total{domain=~"psys|package[0-9]+|gpu[0-9]+"}[1d]))',
      ),
    ];
  } finally {
    await metrics.stop();
  }
}
