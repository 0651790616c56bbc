/** The parts of loads. Times in ms of the simulation; work in ms at f_max. */

/** Work of one kind: it takes work·(m + (1−m)·f_max/f); m is the share that waits for memory and that no clock speeds up. */
export interface Piece {
  readonly work: number;
  readonly memory: number;
  /** It takes `work` ms at any clock: a program that spins until a time is over. */
  readonly timed?: boolean | undefined;
  /** ms for which the task sleeps before the job's next piece. */
  readonly rest?: number | undefined;
}

export interface Job {
  readonly arrival: number;
  /** Done one after the other. */
  readonly pieces: readonly Piece[];
  /** When it should be done. */
  readonly deadline?: number | undefined;
}

/** One task's jobs, first come first served. */
export interface JobStream {
  readonly name: string;
  /** `open`: jobs arrive whether or not the last one is done. `closed`: each is asked for when the last one is done. */
  readonly kind: 'open' | 'closed';
  /** Whether its jobs count for the load's quality of service; housekeeping does not. */
  readonly scored: boolean;
  /** The core that it runs on, if there are several. */
  readonly core?: number | undefined;
  /** The next job, no earlier than `after`: the last arrival (open) or completion (closed); the stream's start at first. */
  next(after: number): Job;
}

/** What the core runs: when a piece is done, it decides what comes next. */
export interface Thread {
  readonly of: { readonly name: string; readonly scored: boolean; readonly nice: number };
  /** When it next wakes by itself, ms; infinite while it runs or waits for another. */
  readonly nextArrival: number;
  readonly runnable: boolean;
  /** The piece in progress, and what is left of it, ms at f_max. */
  readonly piece: Piece | undefined;
  remaining: number;
  /** Takes the jobs that have arrived by `now` ms. */
  admit(now: number): void;
  /** Ends the present piece at `now` ms; returns the job when that was its last one. */
  endPiece(now: number): Job | undefined;
}

/** A thread with its own logic, such as one that waits for others. */
export interface Program {
  readonly kind: 'program';
  readonly name: string;
  readonly core?: number | undefined;
  start(now: number): Thread;
}

/**
 * How a load's quality of service is judged (model.json `qos`). Beside the model's, `mixed`: jobs with a deadline by that, the others by latency;
 * `beats`: jobs too late for the next, and fewer of them.
 */
type Qos = 'deadline' | 'latency' | 'makespan' | 'mixed' | 'beats';

export interface Load {
  readonly name: string;
  readonly qos: Qos;
  /** Duration in ms; undefined: as long as needed. */
  readonly length?: number | undefined;
  /** Its tasks, drawn from `seed`, starting at `from` ms. */
  streams(seed: number, from: number): readonly JobStream[];
  /** Tasks that are not streams of jobs. */
  programs?(seed: number, from: number): readonly Program[];
}

/** Duration in ms of a piece's unit of work at f, f_max = 1: m + (1−m)/x. */
export const dilation = (memory: number, x: number): number => memory + (1 - memory) / x;
