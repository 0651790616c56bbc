/**
 * Rivalry: other daemons that write the same files. Two writers can't both be right, so we are the one to stand back, unless told otherwise.
 *
 * 1. Beside a rival that runs already nothing is written until it is gone; it is named, with what its user would run to disable it. A service that
 *    refused to start would be started again and again, and could answer nobody who asks why.
 * 2. One that comes later is seen by its unit within 10 s, by its process when somebody else's write is seen or within 10 min. Then everything is
 *    put back first.
 * 3. Where they may be beside us they are named, and what they write is custody's (custody.ts).
 * Nothing of theirs is ever stopped, masked or changed.
 */
import { messageOf } from '../control/protocol/errors.js';
import { type Pace, unhurried } from '../machine/linux/procfs/reading.js';
import type { Rival } from '../machine/linux/procfs/rivals.js';
import type { Log } from './log.js';

const betweenGlances = 10;
const betweenLooks = 600;
/** While we stand back there is nothing else to do. */
const betweenLooksBack = 30;

export interface RivalryOptions {
  readonly governs: boolean;
  /** Whether to govern beside them. */
  readonly beside: () => boolean;
  /** All that can be found, at some cost. */
  readonly look: (pace?: Pace) => Promise<readonly Rival[]>;
  /** What can be found at next to no cost. */
  readonly glance: () => readonly Rival[];
  readonly log: Log;
  /** Journals that we stand back, or govern again. */
  readonly event: (what: string, why: string) => void;
  /** We stand back, or govern again: that should not wait for a sample that may be held back. */
  readonly changed: () => void;
}

export class Rivalry {
  private readonly options: RivalryOptions;
  private found: readonly Rival[] = [];
  private back = false;
  private glancedAt = Number.NEGATIVE_INFINITY;
  private lookedAt = Number.NEGATIVE_INFINITY;
  private looking: Promise<void> | undefined;
  private closed = false;

  constructor(options: RivalryOptions) {
    this.options = options;
  }

  get names(): readonly string[] {
    return this.found.map(r => r.name);
  }

  /** Whether a rival is given way to now. */
  get standsBack(): boolean {
    return this.back;
  }

  /** At the start, before anything is written. */
  async meet(): Promise<void> {
    const { governs, beside, look, log, event } = this.options;
    this.found = await look();
    if (this.found.length === 0) return;
    const text = wordsOf(this.found);
    if (governs && !beside()) {
      this.back = true;
      log(
        'warning',
        `${text}: nothing is written while ${doing(this.found)}; ${disabling(this.found)} would end it, --dry-run observes, --beside-rivals lets both write`,
      );
      event('stands back', text);
      return;
    }
    log('warning', `${text}${governs ? '; governing beside it as told' : ''}`);
  }

  /** After each round of the loop, at `now` seconds of a clock that never goes back. */
  tick(now: number): void {
    if (this.lookedAt === Number.NEGATIVE_INFINITY) {
      // The start has just looked.
      this.lookedAt = now;
      this.glancedAt = now;
    } else if (now - this.lookedAt >= (this.back ? betweenLooksBack : betweenLooks)) {
      this.lookedAt = now;
      this.begin();
    } else if (!this.back && now - this.glancedAt >= betweenGlances) {
      this.glancedAt = now;
      if (this.options.glance().some(r => !this.found.includes(r))) this.begin();
    }
  }

  /** Somebody else's write was seen: those that are known to run. A look for others begins, and tells of them itself. */
  suspects(): readonly string[] {
    this.begin();
    return this.names;
  }

  /** When the look that goes on has ended. */
  async looked(): Promise<void> {
    await this.looking;
  }

  /** What is still being looked for is nobody's concern any more. */
  close(): void {
    this.closed = true;
  }

  /** Looks beside the loop: a machine may have any number of processes, and no tick may wait for them. */
  private begin(): void {
    this.looking ??= this.options
      .look(unhurried())
      .then(
        found => this.closed || this.take(found),
        error => this.options.log('warning', `other power daemons can't be looked for: ${messageOf(error)}`),
      )
      .then(() => {
        this.looking = undefined;
      });
  }

  private take(found: readonly Rival[]): void {
    const { governs, beside, log, event, changed } = this.options;
    const come = found.filter(r => !this.found.includes(r));
    const gone = this.found.filter(r => !found.includes(r));
    this.found = found;
    const back = governs && found.length > 0 && !beside();
    if (back !== this.back) {
      this.back = back;
      const why = back ? wordsOf(found) : `${gone.map(r => r.name).join(', ')} no longer in the way`;
      log(
        'warning',
        back
          ? `${why}: all limits are put back and left alone while ${doing(found)}; ${disabling(found)} would end it`
          : `${why}: governing again`,
      );
      event(back ? 'stands back' : 'governs again', why);
      changed();
    } else if (come.length > 0) log('warning', wordsOf(come));
  }
}

const wordsOf = (rivals: readonly Rival[]): string =>
  `${rivals.map(r => r.name).join(', ')} ${rivals.length === 1 ? 'runs and writes' : 'run and write'} the same files`;

const doing = (rivals: readonly Rival[]): string => (rivals.length === 1 ? 'it does' : 'they do');

const disabling = (rivals: readonly Rival[]): string => rivals.map(r => `\`${r.disable}\``).join(', ');
