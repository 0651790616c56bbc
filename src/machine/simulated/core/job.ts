/** What loads are made of. Times in ms of the simulation; work in ms at f_max. */

/** Work of one kind: it takes work·(m + (1−m)·f_max/f), m being the share that waits for memory and no clock can hasten. */
export interface Piece {
  readonly work: number;
  readonly memory: number;
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
  /** The next job, no earlier than `after`: the last arrival (open) or completion (closed); the stream's start at first. */
  next(after: number): Job;
}

/** How a load's quality of service is judged (model.json `qos`); `mixed`: jobs with a deadline by that, the others by latency. */
type Qos = 'deadline' | 'latency' | 'makespan' | 'mixed';

export interface Load {
  readonly name: string;
  readonly qos: Qos;
  /** Its tasks, drawn from `seed`, beginning at `from` ms. */
  streams(seed: number, from: number): readonly JobStream[];
}

/** Duration in ms of a piece's unit of work at f, f_max = 1: m + (1−m)/x. */
export const dilation = (memory: number, x: number): number => memory + (1 - memory) / x;
