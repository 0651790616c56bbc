import type { CustodyEvent } from '../../governor/custody/control-state.js';
import type { Log } from '../log.js';

const kept = 20;
/** What went wrong so long ago, and not since, is the journal's. */
const agedMs = 3_600_000;

export interface Notice {
  /** UTC ms. */
  readonly at: number;
  readonly what: string;
  readonly why: string;
}

/** Recent problems: logged as they come, and the newest kept for the status. */
export class Notices {
  private readonly log: Log;
  private newest: readonly Notice[] = [];

  constructor(log: Log) {
    this.log = log;
  }

  /** Those of late, at the UTC millisecond `now`. */
  list(now: number): readonly Notice[] {
    return this.newest.filter(notice => now - notice.at < agedMs);
  }

  add(at: number, what: string, why: string): void {
    this.log('warning', `${what}: ${why}`);
    this.keep({ at, what, why });
  }

  /** The outcome of a value that should hold: good news is only logged. */
  custody(at: number, { kind, control, wanted, readback, why }: CustodyEvent): void {
    const calm = kind === 'recovered' || kind === 'resumed' || kind === 'clamped' || kind === 'chosen';
    const text = `${control} ${kind}: wanted ${wanted}, reads ${readback ?? 'nothing'} (${why})`;
    this.log(calm ? 'info' : 'warning', text);
    if (!calm) this.keep({ at, what: `${control} ${kind}`, why });
  }

  private keep(notice: Notice): void {
    this.newest = [...this.newest.slice(1 - kept), notice];
  }
}
