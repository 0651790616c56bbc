import type { ExperimentRow } from '../journal/experiment-entries.js';
import type { Verdict } from './verdict.js';

/** A saving is called one only where the interval has no zero in it, and only at the end: looking each hour finds one sooner or later. */
export function verdictSentence({ a, b, ended }: ExperimentRow, verdict: Verdict, same = 'for the same work'): string {
  const { kind, saving, interval } = verdict;
  if (ended === null) return `${between(interval, a, b, same)} so far.`;
  if (kind === 'open') return `It can't be told: ${between(interval, a, b, same)}.`;
  const size = share(Math.abs(saving));
  const [low, high] = [interval.low, interval.high].map(Math.abs).sort((x, y) => x - y);
  const sentence =
    kind === 'saves'
      ? `${a} saves ${size} of ${b}'s energy ${same}`
      : `${a} costs ${size} more energy than ${b} ${same}`;
  return `${sentence} (95 % interval: ${share(low ?? 0)} to ${share(high ?? 0)}).`;
}

function between({ low, high }: Verdict['interval'], a: string, b: string, same: string): string {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return 'too few pairs of periods to say anything';
  const side = (saving: number): string => `${share(Math.abs(saving))} ${saving >= 0 ? 'less' : 'more'}`;
  return `${a} needs between ${side(high)} and ${side(low)} energy than ${b} ${same} (95 %)`;
}

const share = (of: number): string => `${(of * 100).toFixed(1)} %`;
