/** Which samples are worth waking anybody for: the helper's dead-bands (docs/helper-protocol.md, Quiet and active). Pure. */

import type { Sample } from '../../model/sensing/sample.js';
import type { SignalSpec } from '../../model/signals.js';

const busyShare = 0.2;
const steadyShare = 0.1;
const pressureShare = 0.02;
const degrees = 2;
const nearTrip = 10;
const regular = -0.4;
const bunchingStep = 0.2;

/** What a sample is worth: whether anything goes on at all, and whether it is something else than what was last heard of. */
export interface Worth {
  readonly active: boolean;
  readonly news: boolean;
}

export class Bands {
  private readonly specs: readonly SignalSpec[];
  private readonly trip: number;
  private previous: Sample | undefined;
  private sent: Sample | undefined;
  /** Growth a nanosecond of each signal in the last sample that was handed on, and in the newest. */
  private rateSent: Float64Array;
  private rates: Float64Array;

  /** `trip`: the lowest trip point, °C. */
  constructor(specs: readonly SignalSpec[], trip: number) {
    this.specs = specs;
    this.trip = trip;
    this.rateSent = new Float64Array(specs.length);
    this.rates = new Float64Array(specs.length);
  }

  judge(sample: Sample): Worth {
    const before = this.previous;
    this.previous = sample;
    if (before === undefined) return { active: true, news: true };
    const span = sample.at - before.at;
    let active = false;
    let news = false;
    for (const [i, spec] of this.specs.entries()) {
      const now = sample.values[i] ?? Number.NaN;
      const growth = now - (before.values[i] ?? Number.NaN);
      const rate = growth / span;
      const sentRate = this.rateSent[i] ?? 0;
      const sent = this.sent?.values[i] ?? now;
      this.rates[i] = rate;
      if (spec.name.endsWith('.busy')) {
        active ||= rate > busyShare;
        news ||= Math.abs(rate - sentRate) > steadyShare;
      } else if (spec.name.includes('.bunching.')) {
        news ||= Number.isNaN(now) !== Number.isNaN(sent) || now < regular !== sent < regular;
        news ||= Math.abs(now - sent) > bunchingStep;
      } else if (this.crossed(spec, now, growth, sent, rate - sentRate)) {
        active = true;
        news = true;
      }
    }
    return { active, news };
  }

  /** The newest sample was handed on. */
  handedOn(sample: Sample): void {
    this.sent = sample;
    [this.rateSent, this.rates] = [this.rates, this.rateSent];
  }

  private crossed({ kind, name }: SignalSpec, now: number, growth: number, sent: number, more: number): boolean {
    if (kind === 'state' || name === 'clock.suspended') return growth !== 0;
    if (name.startsWith('psi.')) return more * 1000 > pressureShare;
    if (!name.endsWith('.temp')) return false;
    return now > this.trip - nearTrip || Math.abs(now - sent) >= degrees;
  }
}
