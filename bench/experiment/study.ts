import { blocksOf } from '../../src/experiment/blocks.js';
import { orderOf } from '../../src/experiment/coin.js';
import { type Verdict, verdictOf } from '../../src/experiment/verdict.js';
import { Random } from '../../src/machine/simulated/work/random.js';
import type { Period } from '../../src/model/people/experiment-period.js';
import { type LoadKind, loadOf, stepSeconds } from './load.js';

const periodSeconds = 600;
const washoutSeconds = 60;
const blocks = 24;
/** The effect of the previous policy after a switch: its share of the difference fades within this time (heat, a fan, clocks in flight). */
const fadeSeconds = 20;

/** How often runs of 8 hours found a difference, and how often the interval contained the truth. */
export interface Outcome {
  readonly found: number;
  readonly covered: number;
}

/** `runs` experiments in which A truly saves `saving`. The same name and numbers give the same outcome. */
export function study(kind: LoadKind, saving: number, runs: number): Outcome {
  let [found, covered] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const { kind: what, interval } = one(kind, saving, run);
    if (what !== 'open') found++;
    if (interval.low <= saving && saving <= interval.high) covered++;
  }
  return { found: found / runs, covered: covered / runs };
}

/** One run of 8 hours. */
export function one(kind: LoadKind, saving: number, seed: number): Verdict {
  const perPeriod = periodSeconds / stepSeconds;
  const { work, energy } = loadOf(kind, new Random(seed, `experiment ${kind.name}`), 2 * blocks * perPeriod);
  const periods: Period[] = [];
  let share = 0;
  for (let i = 0; i < 2 * blocks; i++) {
    const block = Math.floor(i / 2);
    const arm = orderOf(seed, block)[i % 2 === 0 ? 0 : 1];
    const goal = arm === 'a' ? saving : 0;
    let [joules, done] = [0, 0];
    for (let step = 0; step < perPeriod; step++) {
      share += (goal - share) * (1 - Math.exp(-stepSeconds / fadeSeconds));
      if (step * stepSeconds < washoutSeconds) continue;
      joules += (energy[i * perPeriod + step] ?? 0) * (1 - share);
      done += work[i * perPeriod + step] ?? 0;
    }
    periods.push({ block, arm, energy: joules, work: done, dropped: null });
  }
  return verdictOf(blocksOf(periods), seed);
}
