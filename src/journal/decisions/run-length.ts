import type { BindingReason } from '../../governor/arbitration/decision.js';
import type { DecisionRow, Limits } from '../write-model.js';

/** What was decided about one scope at one tick. `before` and `features` are called only for a new row. */
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
  /** Newest objects of plan and reasons: when a caller passes the same ones again, that is two comparisons. */
  after: Limits;
  reasons: readonly BindingReason[];
  changed: boolean;
}

/**
 * Run-length encoding of decisions, without loss. A row of a scope grows while plan, mode, profile and binding reasons stay the same; otherwise
 * a new row is opened. So a night of unchanged limits is one row, and every tick is in exactly one row.
 */
export class DecisionLog {
  private readonly open = new Map<string, OpenRow>();
  private changed: OpenRow[] = [];
  private keys = 0;

  record(tick: DecisionTick): void {
    const open = this.open.get(tick.scope);
    if (open !== undefined && continues(open, tick)) {
      open.after = tick.after;
      open.reasons = tick.reasons;
      open.row.until = tick.at;
      open.row.ticks++;
      this.touch(open);
    } else {
      this.begin(tick);
    }
  }

  /** The scope's newest row. Pass it to `readback` when the result of its write is known: it may be closed by then. */
  openRow(scope: string): OpenRow | undefined {
    return this.open.get(scope);
  }

  /** Values read back from the kernel after a write of this row; several writes add up. */
  readback(row: OpenRow, limits: Limits): void {
    row.row.readback = { ...row.row.readback, ...limits };
    this.touch(row);
  }

  /** Ends the open rows (of one scope): after a gap the same plan is a new row, since nothing was decided in between. */
  interrupt(scope?: string): void {
    if (scope === undefined) this.open.clear();
    else this.open.delete(scope);
  }

  /** Whole rows that were opened or grew since the last drain, in the order in which they were opened. */
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

/** A clock that was set back ends the row too: its end would be before its start. */
function continues({ row, after, reasons }: OpenRow, tick: DecisionTick): boolean {
  return (
    tick.at >= row.until &&
    tick.mode === row.mode &&
    tick.profile === row.profile &&
    (tick.after === after || sameLimits(tick.after, after)) &&
    (tick.reasons === reasons || sameReasons(tick.reasons, reasons))
  );
}

/** Whether two plans set the same controls to the same values. Allocates nothing, since it runs for every scope at every tick. */
export function sameLimits(a: Limits, b: Limits): boolean {
  let left = 0;
  for (const control in a) {
    if (a[control] !== b[control]) return false;
    left++;
  }
  for (const _control in b) left--;
  return left === 0;
}

/** Whether the same rules bind the same controls. Facts may differ, as a temperature does at each tick. */
export function sameReasons(a: readonly BindingReason[], b: readonly BindingReason[]): boolean {
  return a.length === b.length && a.every((reason, i) => sameReason(reason, b[i]));
}

function sameReason(a: BindingReason, b: BindingReason | undefined): boolean {
  return (
    b !== undefined &&
    a.control === b.control &&
    a.bound === b.bound &&
    a.rule === b.rule &&
    a.code === b.code &&
    a.priority === b.priority
  );
}
