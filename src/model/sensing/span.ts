import type { SignalSpec } from '../signals.js';

/** What two samples say of each signal, by its place: the newer one's value, and what a counter grew by. A place of −1 is a signal that is not there. */
export class Span {
  /** Seconds between the two; 0 where there is but one. */
  interval = 0;
  private values: Float64Array;
  /** NaN where there is none to tell. */
  private readonly growth: Float64Array;
  private readonly choices: readonly SignalSpec['choices'][];

  constructor(signals: readonly Pick<SignalSpec, 'choices'>[]) {
    this.values = new Float64Array(signals.length).fill(Number.NaN);
    this.growth = new Float64Array(signals.length).fill(Number.NaN);
    this.choices = signals.map(s => s.choices);
  }

  /** Takes the newer sample's values and the older one's, undefined where nothing can be compared with it. O(signals), in one pass. */
  take(values: Float64Array, before: Float64Array | undefined, interval: number): void {
    const { growth } = this;
    this.values = values;
    this.interval = interval;
    if (before === undefined) growth.fill(Number.NaN);
    else
      for (let i = 0; i < growth.length; i++)
        growth[i] = Math.max(0, (values[i] ?? Number.NaN) - (before[i] ?? Number.NaN));
  }

  /** NaN where it can't be told, as for all that follow. */
  value(at: number): number {
    return this.values[at] ?? Number.NaN;
  }

  grown(at: number): number {
    return this.growth[at] ?? Number.NaN;
  }

  /** A second. */
  rate(at: number): number | undefined {
    const grown = this.growth[at];
    return grown === undefined ? undefined : known(grown / this.interval);
  }

  /** What the counters at all these places grew by a second. */
  rateOfAll(places: readonly number[]): number | undefined {
    let sum = 0;
    for (let i = 0; i < places.length; i++) sum += this.grown(places[i] ?? -1);
    return places.length === 0 ? undefined : known(sum / this.interval);
  }

  word(at: number): string | undefined {
    return at < 0 ? undefined : this.choices[at]?.[this.value(at)];
  }

  /** A control's value: a number, or a word where it takes words. */
  state(at: number): number | string | undefined {
    const value = this.value(at);
    if (Number.isNaN(value)) return undefined;
    const choices = this.choices[at];
    return choices === undefined ? value : choices[value];
  }
}

/** NaN as what it means. */
export const known = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);
