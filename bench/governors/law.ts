import { budget, missable } from './promise/promise.js';
import type { Result } from './score.js';

/** Governors that used less energy than the oracle on a seed on which they kept the budget. */
export function lawBreakers({ load, rows }: Result): string[] {
  const deadline = load.qos === 'deadline';
  const oracle = rows.find(r => r.governor === 'oracle');
  const allowed = deadline ? missable : budget;
  return rows.flatMap(({ governor, perSeed }) =>
    governor === 'oracle'
      ? []
      : perSeed.flatMap((s, i) => {
          const best = oracle?.perSeed[i];
          const within = best !== undefined && s.loss <= Math.min(allowed, Math.max(best.loss, deadline ? 0 : allowed));
          return within && s.energy < best.energy - 1e-3
            ? [`${governor} on ${load.name} by ${((best.energy - s.energy) * 100).toFixed(1)}`]
            : [];
        }),
  );
}
