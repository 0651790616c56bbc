import type { ExperimentRow } from '../../journal/experiment-entries.js';
import type { Description } from '../../model/description.js';
import { type Design, washoutOf } from '../../model/people/experiment-policy.js';
import { workUnitOf } from '../../model/sensing/work-meter.js';

/** The experiment that begins at the UTC millisecond `wall`; throws, in words, where the machine can't measure what it compares. */
export function experimentOf(
  { a, b, periodMs, forMs }: Design,
  description: Description | undefined,
  seed: number,
  wall: number,
): ExperimentRow {
  if (description === undefined) throw new Error('the machine has not described itself yet: try again in a second');
  const unit = workUnitOf(description);
  if (unit === undefined) throw new Error('no CPU tells what it does: there is no work to count');
  if (!description.signals.some(s => s.role === 'energy'))
    throw new Error('this machine has no energy counter: latticectl doctor says why');
  return { started: wall, a, b, periodMs, washoutMs: washoutOf(periodMs), forMs, seed, unit, ended: null, end: null };
}
