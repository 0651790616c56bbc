/**
 * A load as data. Times in ms, work in ms at f_max. The format of `--loads` (bench/README.md): a change that breaks a file needs a new version there.
 */
import type { Load } from '../../../src/machine/simulated/work/job.js';
import type { Draw } from './draw.js';

export interface PieceSpec {
  readonly work: Draw;
  /** The share of the work that waits for memory. */
  readonly memory: Draw;
}

/** Exactly one of `every`, `gap` and `think`, and of `work` and `pieces`. */
export interface TaskSpec {
  readonly name: string;
  /** A job each so many ms, the first at `phase`. */
  readonly every?: number | undefined;
  readonly phase?: number | undefined;
  /** From one arrival to the next. */
  readonly gap?: Draw | undefined;
  /** From the end of a job to the next: a closed loop. */
  readonly think?: Draw | undefined;
  readonly work?: Draw | undefined;
  /** Of `work`; 0 by default. */
  readonly memory?: Draw | undefined;
  /** Parts of one job, done one after the other. */
  readonly pieces?: readonly PieceSpec[] | undefined;
  /** After the arrival. */
  readonly deadline?: number | undefined;
  /** Housekeeping is not: nobody waits for it. */
  readonly scored?: boolean | undefined;
  /** The job runs in pieces of `ms` of work with sleeps between them. */
  readonly split?: { readonly ms: number; readonly sleep: number } | undefined;
  /** The work is multiplied by each factor in turn, for `every` ms. */
  readonly levels?: { readonly every: number; readonly factors: readonly number[] } | undefined;
}

export interface LoadSpec {
  readonly name: string;
  readonly qos: Exclude<Load['qos'], 'beats'>;
  readonly tasks: readonly TaskSpec[];
}
