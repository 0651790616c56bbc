/**
 * What is known of one GPU at any moment: its newest row, its energy, and whether our lock still holds.
 *
 * 1. A row holds until the next, but no longer than 5 s: then its figures are missing.
 * 2. Energy is power · time: each row's power until the next row. What passes without a row is not counted.
 * 3. A busy GPU whose figures are all the same for a minute is stuck: no board draws the same to a hundredth of a watt. Its figures are missing until they move.
 * 4. A lock can't be read back. A clock above it for 3 rows, or a GPU that was away, means that it is lost (another tool, a reset, a driver
 *    loaded anew): its state then reads as unlocked, so that it is set again by the rules for a value that somebody else changed.
 */
import type { GpuRow } from './row.js';

const staleNs = 5e9;
const stuckRows = 60;
const busyPercent = 10;
const aboveRows = 3;
/** A clock this much above the lock is above it: steps are 15 MHz, and some boards boost a step over. */
const toleranceKhz = 45_000;
/** Rows of this long after a set may still show the clock from before. */
const settleNs = 3e9;

interface Timed {
  readonly at: number;
  readonly row: GpuRow;
}

export class Board {
  /** Rows that no sample has come to yet, oldest first. */
  private waiting: Timed[] = [];
  private now: Timed | undefined;
  private last: GpuRow | undefined;
  private same = 0;
  private above = 0;
  private microjoules = 0;
  /** Up to when energy is counted. */
  private countedTo = Number.NaN;
  private setAt = Number.NEGATIVE_INFINITY;
  private lost = false;
  /** Our lock, as the helper tells it. */
  private lock = Number.POSITIVE_INFINITY;

  /** A row that arrived at the monotonic nanosecond `at`. */
  push(row: GpuRow, at: number): void {
    const before = this.waiting.at(-1)?.at ?? this.now?.at;
    if (before !== undefined && at - before > staleNs) this.lost = true;
    this.same = this.last !== undefined && sameFigures(this.last, row) ? this.same + 1 : 0;
    this.last = row;
    const settled = at - this.setAt > settleNs;
    const over = row.clock !== undefined && row.clock > this.lock + toleranceKhz && settled;
    this.above = over ? this.above + 1 : 0;
    if (this.above >= aboveRows) this.lost = true;
    this.waiting.push({ at, row });
  }

  /** Moves to the time of a sample, which may lie before the newest rows. */
  advance(to: number): void {
    for (let head = this.waiting[0]; head !== undefined && head.at <= to; head = this.waiting[0]) {
      this.count(head.at);
      this.now = head;
      this.waiting.shift();
    }
    this.count(to);
  }

  /** The row that holds at the time advanced to; undefined when it is too old, or stuck. */
  row(at: number): GpuRow | undefined {
    if (this.now === undefined || at - this.now.at > staleNs || this.stuck) return undefined;
    return this.now.row;
  }

  /** uJ; undefined while nothing is measured. */
  energy(at: number): number | undefined {
    return this.row(at)?.power === undefined ? undefined : this.microjoules;
  }

  get stuck(): boolean {
    return this.same >= stuckRows;
  }

  /** What the state of its lock really is, given what the helper set. */
  lockState(ours: number, unlocked: number): number {
    this.lock = ours;
    if (ours >= unlocked) this.lost = false;
    return this.lost ? unlocked : ours;
  }

  /** nvidia-smi confirmed a clock at this time. */
  wasSet(at: number): void {
    this.setAt = at;
    this.lost = false;
    this.above = 0;
  }

  private count(to: number): void {
    const { now, countedTo } = this;
    const power = now === undefined ? undefined : this.row(now.at)?.power;
    if (now !== undefined && power !== undefined) {
      const until = Math.min(to, now.at + staleNs);
      if (until > countedTo) this.microjoules += (power * (until - Math.max(countedTo, now.at))) / 1e9;
    }
    this.countedTo = to;
  }
}

function sameFigures(a: GpuRow, b: GpuRow): boolean {
  return (
    (b.busy ?? 0) >= busyPercent &&
    a.busy === b.busy &&
    a.memoryBusy === b.memoryBusy &&
    a.power === b.power &&
    a.clock === b.clock &&
    a.temperature === b.temperature &&
    b.power !== undefined
  );
}
