/** When to sample, and which samples to hold back, so that quiet machines stay quiet (docs/helper-protocol.md, Quiet and active). Pure. */
import type { Sample } from '../../model/sensing/sample.js';
import type { Cadence } from '../machine.js';
import type { Bands } from './bands.js';

/** A crossing keeps the cadence active for this long, ms. */
const activeAfter = 5000;
/** Samples of a load that does not change are held back for this long, ms. */
const steadyBatch = 500;
const limits = { hz: { min: 1, max: 20 }, batchSeconds: 60 };

export class Sampling {
  private readonly bands: Bands;
  private cadence: Cadence = { activeHz: 10, quietHz: 1, batchSeconds: 10 };
  private activeUntil = Number.NEGATIVE_INFINITY;
  private heldSince = Number.POSITIVE_INFINITY;
  private held: Sample[] = [];
  private asked = false;

  constructor(bands: Bands) {
    this.bands = bands;
  }

  /** Takes effect with the next sample; values outside the protocol's range are clamped. */
  set(cadence: Cadence): void {
    const activeHz = Math.min(limits.hz.max, Math.max(limits.hz.min, cadence.activeHz));
    this.cadence = {
      activeHz,
      quietHz: Math.min(activeHz, Math.max(1 / limits.batchSeconds, cadence.quietHz)),
      batchSeconds: Math.min(limits.batchSeconds, Math.max(0, cadence.batchSeconds)),
    };
  }

  /** The next sample is not held back. */
  ask(): void {
    this.asked = true;
  }

  /** Time of the sample after the one due at `due`, ms; samples missed during sleep are skipped. */
  after(due: number, now: number): number {
    const period = this.period(now);
    return due + period * (Math.floor((now - due) / period) + 1);
  }

  /** Takes a sample at `now` ms; returns the samples to send now, oldest first. */
  take(sample: Sample, now: number): readonly Sample[] {
    const { active, news } = this.bands.judge(sample);
    if (active) this.activeUntil = now + activeAfter;
    if (this.held.length === 0) this.heldSince = now;
    this.held.push(sample);
    const due = this.asked || (this.active(now) && news) || now + this.period(now) - this.heldSince >= this.batch(now);
    this.asked = false;
    return due ? this.flush() : [];
  }

  private period(now: number): number {
    return 1000 / (this.active(now) ? this.cadence.activeHz : this.cadence.quietHz);
  }

  private active(now: number): boolean {
    return now < this.activeUntil;
  }

  /** How long a sample may be held back, ms. */
  private batch(now: number): number {
    const whole = this.cadence.batchSeconds * 1000;
    return this.active(now) ? Math.min(whole, steadyBatch) : whole;
  }

  /** Returns the samples that were held back. */
  flush(): readonly Sample[] {
    const batch = this.held;
    const newest = batch[batch.length - 1];
    if (newest !== undefined) this.bands.handedOn(newest);
    this.held = [];
    return batch;
  }
}
