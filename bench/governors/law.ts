import type { Row } from './measure.js';
import { budget, missable } from './promise/promise.js';
import type { Result } from './score.js';

type Seed = Row['perSeed'][number];

/** Governors that used less energy than the oracle on a seed on which they kept the budget that it was given. */
export function lawBreakers({ load, rows }: Result): string[] {
  const deadline = load.qos === 'deadline';
  const allowed = deadline ? missable : (rows.find(r => r.governor === 'oracle')?.given ?? budget);
  return breakers(
    load.name,
    rows,
    'oracle',
    (s, best) => s.loss <= Math.min(allowed, Math.max(best.loss, deadline ? 0 : allowed)),
  );
}

/**
 * The same of the oracle in milliseconds: on a seed on which no answer came more than `later` ms later. Where answers are busy for long, a governor may
 * spend ε unevenly and the oracle may not: such loads are left out.
 */
export function millisecondsLawBreakers({ load, rows }: Result, later: number): string[] {
  return breakers(load.name, rows, 'oracle ms', ({ felt }, best) => {
    const long = felt.slower !== undefined && load.qos !== 'makespan';
    return (
      !long &&
      (felt.later?.worst ?? 0) <= later &&
      (felt.missed ?? 0) <= (best.felt.missed ?? 0) &&
      (felt.slower ?? 0) <= (best.felt.slower ?? 0)
    );
  });
}

function breakers(
  load: string,
  rows: readonly Row[],
  bound: string,
  keeps: (seed: Seed, best: Seed) => boolean,
): string[] {
  const oracle = rows.find(r => r.governor === bound);
  return rows.flatMap(({ governor, perSeed }) =>
    governor.startsWith('oracle')
      ? []
      : perSeed.flatMap((s, i) => {
          const best = oracle?.perSeed[i];
          return best !== undefined && keeps(s, best) && s.energy < best.energy - 1e-3
            ? [`${governor} on ${load} by ${((best.energy - s.energy) * 100).toFixed(1)}`]
            : [];
        }),
  );
}
