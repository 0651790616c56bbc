/**
 * Counts the work that applications tell by heartbeats in a period of an experiment, by unit (tokens, frames):
 *
 * 1. What is told between two batches of samples was done evenly between their newest samples. So it is counted by the samples' clock, as energy is,
 *    and what was done in the washout is left out.
 * 2. A message counts when it comes: what it tells of the time before a period is as much, on average, as what the next one tells of this period.
 * 3. Energy is known for a part of the time only; the units of as much time are told.
 *
 * The first 8 units of an experiment are counted. Of others only messages are.
 */
import { mostUnits } from '../../experiment/told.js';
import { type ToldWork, uncountedUnits } from '../../journal/experiment-entries.js';
import type { Nanoseconds } from '../../model/units.js';

interface Sum {
  amount: number;
  messages: number;
}

export class UnitMeter {
  private readonly counted = new Set<string>();
  /** Since the newest batch, and in the period before that. */
  private waiting = new Map<string, Sum>();
  private sums = new Map<string, Sum>();
  private from = 0;
  private settledTo = 0;

  /** A period begins with the sample at `at`. */
  begin(at: Nanoseconds, washoutMs: number): void {
    this.waiting = new Map();
    this.sums = new Map();
    this.from = at + washoutMs * 1e6;
    this.settledTo = at;
  }

  /** A message told of so many more units. */
  add(unit: string, units: number): void {
    if (this.counted.size < mostUnits) this.counted.add(unit);
    if (this.counted.has(unit)) put(this.waiting, unit, units, 1);
    else put(this.waiting, uncountedUnits, 0, 1);
  }

  /** What was told since the batch before was done up to `at`, the time of the newest sample. */
  settle(at: Nanoseconds): void {
    const span = at - this.settledTo;
    const share = span > 0 ? Math.min(1, Math.max(0, at - this.from) / span) : 0;
    if (share > 0)
      for (const [unit, { amount, messages }] of this.waiting) put(this.sums, unit, amount * share, messages * share);
    this.waiting = new Map();
    this.settledTo = at;
  }

  /** Of the period up to the newest batch, of which `seconds` beyond the washout were measured. */
  figures(seconds: number): ToldWork[] {
    const known = (seconds * 1e9) / (this.settledTo - this.from);
    return [...this.sums].map(([unit, { amount, messages }]) => ({
      unit,
      amount: amount * known,
      messages: Math.round(messages),
    }));
  }
}

function put(sums: Map<string, Sum>, unit: string, amount: number, messages: number): void {
  const sum = sums.get(unit) ?? { amount: 0, messages: 0 };
  sum.amount += amount;
  sum.messages += messages;
  sums.set(unit, sum);
}
