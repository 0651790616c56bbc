import type { Load } from '../../src/machine/simulated/work/job.js';
import { keeps, type Row } from './measure.js';

/** One load and the results of all governors on it. */
export interface Result {
  readonly load: Load;
  readonly rows: readonly Row[];
}

/** The loads of THEORY's table, and those of a GPU: the headline covers these. */
const scored: readonly string[] = [
  'frames60',
  'video30',
  'interactive',
  'reqserver',
  'ai_cpu',
  'compile',
  'hpc_phases',
  'membound',
  'compute',
  'gpu_llm',
  'gpu_train',
];

/** model.json's score: saving over the oracle's, clipped to [0, 1]; 0 if the upper bound of the loss misses the budget. */
function shareOf(load: Load, row: Row, oracle: Row): number {
  if (!keeps(row, load.qos === 'deadline')) return 0;
  return Math.min(1, Math.max(0, row.energy.mean / oracle.energy.mean));
}

export interface Headline {
  readonly share: number;
  readonly energy: number;
  readonly worst: { readonly load: string; readonly share: number };
  /** Number of loads that it covers. */
  readonly loads: number;
}

/** Mean over the scored loads that were run, and over `more`. */
export function headline(results: readonly Result[], governor: string, ...more: readonly string[]): Headline {
  const found = results.flatMap(({ load, rows }) => {
    const row = rows.find(r => r.governor === governor);
    const oracle = rows.find(r => r.governor === 'oracle');
    return row && oracle && [...scored, ...more].includes(load.name)
      ? [{ load: load.name, share: shareOf(load, row, oracle), energy: row.energy.mean }]
      : [];
  });
  const mean = (of: (f: (typeof found)[number]) => number): number =>
    found.reduce((a, f) => a + of(f), 0) / found.length;
  const worst = found.reduce((a, f) => (f.share < a.share ? f : a), { load: 'none', share: Number.POSITIVE_INFINITY });
  return { share: mean(f => f.share), energy: mean(f => f.energy), worst, loads: found.length };
}
