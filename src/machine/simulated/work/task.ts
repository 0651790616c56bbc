import type { Job, JobStream, Piece, Thread } from './job.js';

/** One runnable thing on the simulated CPU: a stream's jobs, served in the order of arrival. */
export class Task implements Thread {
  readonly of: Thread['of'];
  private readonly stream: JobStream;
  private upcoming: Job | undefined;
  private readonly waiting: Job[] = [];
  private pieceIndex = 0;
  /** What is left of the present piece, ms at f_max. */
  remaining = 0;

  constructor(stream: JobStream, from: number) {
    this.of = { name: stream.name, scored: stream.scored, nice: 0 };
    this.stream = stream;
    this.upcoming = stream.next(from);
  }

  /** When its next job arrives; infinite while a job of a closed stream is in progress. */
  get nextArrival(): number {
    return this.upcoming?.arrival ?? Number.POSITIVE_INFINITY;
  }

  get runnable(): boolean {
    return this.waiting.length > 0;
  }

  /** The piece being done. */
  get piece(): Piece | undefined {
    return this.waiting[0]?.pieces[this.pieceIndex];
  }

  /** Takes the jobs that have arrived by `now` ms. */
  admit(now: number): void {
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
