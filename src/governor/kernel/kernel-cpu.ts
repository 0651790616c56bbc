/**
 * One CPU under the kernel's governor: looks at its idle time go in, the clock that it wants comes out. native/include/lattice_governor.h has the
 * algorithm and its bound, equal to the bit.
 */
import { fixedStep } from '../../lattice/filters/fixed-point.js';
import { KernelRhythm } from './kernel-rhythm.js';
import { type KernelTerms, rungUs } from './kernel-terms.js';

const one = 65536;
/** The highest clock. */
const top = 1024;
const longestUs = 2 ** 30;
const forgetUs = 128 * rungUs;

/** What a look sees: µs since the last one, those of them that were idle, whether the CPU is idle now, and the clock in that time, kHz. */
export interface Seen {
  readonly wallUs: number;
  readonly idleUs: number;
  readonly rests: boolean;
  readonly khz: number;
  readonly maxKhz: number;
}

export class KernelCpu {
  /** Busy time of the stretch, µs. */
  ageUs = 0;
  /** The demand of a rung, times 65536. */
  filtered = 0;
  rhythm = new KernelRhythm();
  private restUs = 0;
  private filledUs = 0;
  private busyUs = 0;
  private work = 0;

  /** The clock that it wants then, in 1024ths of the highest. */
  look(terms: KernelTerms, { khz, maxKhz, rests, ...seen }: Seen): number {
    const scale = khz < maxKhz ? Math.floor((khz * top) / maxKhz) : top;
    const wallUs = Math.min(seen.wallUs, longestUs);
    const idleUs = Math.min(seen.idleUs, wallUs);
    const busyUs = wallUs - idleUs;
    this.grow(terms, busyUs, idleUs, rests);
    if (wallUs >= forgetUs) {
      this.forget(Math.floor((busyUs * scale * rungUs) / wallUs));
    } else {
      this.fill(terms, rests ? busyUs : idleUs, rests ? scale : 0, rests);
      this.fill(terms, rests ? idleUs : busyUs, rests ? 0 : scale, !rests);
    }
    return this.want(terms);
  }

  private grow(terms: KernelTerms, busyUs: number, idleUs: number, rests: boolean): void {
    if (rests) this.ageUs += busyUs;
    this.restUs = (rests && busyUs > 0 ? 0 : this.restUs) + idleUs;
    if (this.restUs >= terms.restUs) this.ageUs = 0;
    if (rests) return;
    this.ageUs += busyUs;
    if (busyUs > 0) this.restUs = 0;
  }

  private fill(terms: KernelTerms, us: number, scale: number, busy: boolean): void {
    for (let left = us; left > 0; ) {
      const step = Math.min(left, rungUs - this.filledUs);
      left -= step;
      this.filledUs += step;
      this.busyUs += busy ? step : 0;
      this.work += step * scale;
      if (this.filledUs < rungUs) return;
      this.filtered = fixedStep(this.filtered, this.work * one, terms.weight);
      this.rhythm.push(this.work, this.busyUs);
      this.filledUs = this.busyUs = this.work = 0;
    }
  }

  private forget(meanWork: number): void {
    this.filtered = meanWork * one;
    this.filledUs = this.busyUs = this.work = 0;
    this.rhythm = new KernelRhythm();
  }

  private want(terms: KernelTerms): number {
    const { regular } = this.rhythm;
    const least = Math.floor(((regular ? terms.pace : terms.young) * top + 99) / 100);
    const demand = Math.ceil((this.filtered * terms.margin) / (100 * rungUs * one));
    if (this.ageUs >= (regular ? terms.paceUs : terms.youngUs)) return top;
    return Math.min(top, Math.max(least, demand));
  }
}

/** kHz of what is wanted, rounded up. */
export const kernelKhz = (want: number, maxKhz: number): number => Math.ceil((want * maxKhz) / top);
