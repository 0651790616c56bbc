import { orderOf } from '../../experiment/coin.js';
import type { ExperimentRow } from '../../journal/experiment-entries.js';
import type { Arm } from '../../model/people/experiment-period.js';

/** The progress of an experiment, from which a restarted daemon continues. */
export interface Course {
  readonly experiment: ExperimentRow;
  /** The block that runs, or runs next. */
  readonly block: number;
  /** The running period of that block: 0 or 1. */
  readonly place: 0 | 1;
  /** UTC ms at which that period began; null while none runs. */
  readonly from: number | null;
  /** Total time of all earlier periods, whether they count or not. */
  readonly ranMs: number;
}

export const armOf = ({ experiment, block, place }: Course): Arm => orderOf(experiment.seed, block)[place];

/** After a period that ran to its end: the other period of its block, or the next block. */
export function completed(course: Course): Course {
  const ranMs = course.ranMs + course.experiment.periodMs;
  return course.place === 0
    ? { ...course, place: 1, from: null, ranMs }
    : { ...course, block: course.block + 1, place: 0, from: null, ranMs };
}

/** After a disturbance `tookMs` into the period: half a block is useless, so the next block begins. */
export const disturbed = (course: Course, tookMs: number): Course => ({
  ...course,
  block: course.block + 1,
  place: 0,
  from: null,
  ranMs: course.ranMs + tookMs,
});

/** Whether the time is up: no further block fits. */
export const isOver = ({ experiment, place, ranMs }: Course): boolean =>
  place === 0 && ranMs + 2 * experiment.periodMs > experiment.forMs;
