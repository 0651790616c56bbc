import type { Job, JobStream, Piece, Thread } from './job.js';

/** One runnable thing on the simulated CPU: a stream's jobs, served in the order of arrival. */
export class Task implements Thread {
  readonly of: Thread['of'];
  private readonly stream: JobStream;
  private upcoming: Job | undefined;
  private readonly waiting: Job[] = [];
  private pieceIndex = 0;
  /** When the sleep between two pieces of a job ends, ms; infinite while there is none. */
  private restsUntil = Number.POSITIVE_INFINITY;
  /** What is left of the present piece, ms at f_max. */
  remaining = 0;

  constructor(stream: JobStream, from: number) {
    this.of = { name: stream.name, scored: stream.scored, nice: 0 };
    this.stream = stream;
    this.upcoming = stream.next(from);
  }

  /** When it next wakes: a job arrives, or the sleep within one ends; infinite while a job of a closed stream is in progress. */
  get nextArrival(): number {
    return Math.min(this.upcoming?.arrival ?? Number.POSITIVE_INFINITY, this.restsUntil);
  }

  get runnable(): boolean {
    return this.waiting.length > 0 && this.restsUntil === Number.POSITIVE_INFINITY;
  }

  /** The piece being done. */
  get piece(): Piece | undefined {
    return this.waiting[0]?.pieces[this.pieceIndex];
  }

  /** Takes the jobs that have arrived by `now` ms. */
  admit(now: number): void {
    if (this.restsUntil <= now) this.restsUntil = Number.POSITIVE_INFINITY;
    while (this.upcoming !== undefined && this.upcoming.arrival <= now) {
      const job = this.upcoming;
      this.waiting.push(job);
      if (this.waiting.length === 1) this.begin(0);
      this.upcoming = this.stream.kind === 'open' ? this.stream.next(job.arrival) : undefined;
    }
  }

  /** Ends the present piece at `now` ms; returns the job when that was its last one. */
  endPiece(now: number): Job | undefined {
    const job = this.waiting[0];
    if (job === undefined || this.pieceIndex + 1 < job.pieces.length) {
      const { rest = 0 } = this.piece ?? {};
      if (rest > 0) this.restsUntil = now + rest;
      this.begin(this.pieceIndex + 1);
      return undefined;
    }
    this.waiting.shift();
    this.begin(0);
    if (this.stream.kind === 'closed') this.upcoming = this.stream.next(now);
    return job;
  }

  private begin(piece: number): void {
    this.pieceIndex = piece;
    this.remaining = this.waiting[0]?.pieces[piece]?.work ?? 0;
  }
}
