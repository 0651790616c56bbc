/** Which samples are worth waking anybody for: the helper's dead-bands (docs/helper-protocol.md, Quiet and active). Pure. */

import type { Sample } from '../../model/sample.js';
import type { SignalSpec } from '../../model/signals.js';

const busyShare = 0.2;
const pressureShare = 0.02;
const degrees = 2;
const nearTrip = 10;

export class Bands {
  private readonly specs: readonly SignalSpec[];
  private readonly trip: number;
  private previous: Sample | undefined;
  private sent: Sample | undefined;

  /** `trip`: the lowest trip point, °C. */
  constructor(specs: readonly SignalSpec[], trip: number) {
    this.specs = specs;
    this.trip = trip;
  }

  /** Whether the sample passes a dead-band since the sample before it (temperature: since the last one that was sent). */
  crossed(sample: Sample): boolean {
    const before = this.previous;
    this.previous = sample;
    if (before === undefined) return true;
    const span = sample.at - before.at;
    return this.specs.some((spec, i) => {
      const now = sample.values[i] ?? Number.NaN;
      const growth = now - (before.values[i] ?? Number.NaN);
      if (spec.kind === 'state' || spec.name === 'clock.suspended') return growth !== 0;
      if (spec.name.endsWith('.busy')) return growth > busyShare * span;
      if (spec.name.startsWith('psi.')) return growth * 1000 > pressureShare * span;
      if (!spec.name.endsWith('.temp')) return false;
      return now > this.trip - nearTrip || Math.abs(now - (this.sent?.values[i] ?? now)) >= degrees;
    });
  }

  /** The newest sample that was handed on. */
  handedOn(sample: Sample): void {
    this.sent = sample;
  }
}
