import type { BindingReason } from '../../governor/arbitration/decision.js';
import type { DecisionRow, Limits } from '../write-model.js';
import { sameLimits, sameReasons } from './same.js';

/** What was decided about one scope at one tick. What only a new row needs is asked for only then. */
export interface DecisionTick {
  /** UTC milliseconds. */
  readonly at: number;
  readonly scope: string;
  readonly mode: DecisionRow['mode'];
  readonly profile: string;
  readonly after: Limits;
  readonly reasons: readonly BindingReason[];
  readonly before: () => Limits;
  readonly features: () => Readonly<Record<string, number>>;
}

type Growing = { -readonly [K in keyof DecisionRow]: DecisionRow[K] };

/** One row while it can still change. */
export interface OpenRow {
  readonly row: Growing;
  /** Newest objects seen for plan and reasons: a caller that passes them again costs two comparisons. */
  after: Limits;
  reasons: readonly BindingReason[];
  changed: boolean;
}

/**
 * Run-length encoding of decisions, without loss: a row of a scope grows while plan, mode, profile and the sentences that bind it stay the
 * same, and a new one is opened otherwise; so a night of unchanged limits is one row and every tick is in exactly one.
 */
export class DecisionLog {
  private readonly open = new Map<string, OpenRow>();
  private changed: OpenRow[] = [];
  private keys = 0;

  record(tick: DecisionTick): void {
    const open = this.open.get(tick.scope);
    if (open !== undefined && holds(open, tick)) {
      open.after = tick.after;
      open.reasons = tick.reasons;
      open.row.until = tick.at;
      open.row.ticks++;
      this.touch(open);
    } else {
      this.begin(tick);
    }
  }

  /** The scope's newest row, to hand to `readback` when its write has come back: by then it may be closed. */
  openRow(scope: string): OpenRow | undefined {
    return this.open.get(scope);
  }

  /** Values that the kernel showed after a write that a row asked for; several writes add up. */
  readback(row: OpenRow, limits: Limits): void {
    row.row.readback = { ...row.row.readback, ...limits };
    this.touch(row);
  }

  /** Ends the open rows (of one scope): after a gap the same plan is a new row, since nobody decided anything in between. */
  interrupt(scope?: string): void {
    if (scope === undefined) this.open.clear();
    else this.open.delete(scope);
  }

  /** Rows that were opened or grew since the last drain, each whole, in the order in which they were opened. */
  drain(): DecisionRow[] {
    const rows = this.changed.map(({ row }) => ({ ...row }));
    for (const open of this.changed) open.changed = false;
    this.changed = [];
    return rows.sort((a, b) => a.key - b.key);
  }

  private begin({ at, scope, mode, profile, before, after, reasons, features }: DecisionTick): void {
    const span = { key: ++this.keys, scope, from: at, until: at, ticks: 1 };
    const row = { ...span, mode, profile, before: before(), after, readback: null, reasons, features: features() };
    const open = { row, after, reasons, changed: false };
    this.open.set(scope, open);
    this.touch(open);
  }

  private touch(open: OpenRow): void {
    if (open.changed) return;
    open.changed = true;
    this.changed.push(open);
  }
}

/** A clock that was set back ends the row too: else its end would lie before its start. */
function holds({ row, after, reasons }: OpenRow, tick: DecisionTick): boolean {
  return (
    tick.at >= row.until &&
    tick.mode === row.mode &&
    tick.profile === row.profile &&
    (tick.after === after || sameLimits(tick.after, after)) &&
    (tick.reasons === reasons || sameReasons(tick.reasons, reasons))
  );
}
