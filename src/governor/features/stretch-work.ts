/**
 * Stretch work: how much of a domain's work is done how early in a busy stretch. F(w) is the share of the work that is done while its stretch has
 * done less than w: E[min(L, w)] / E[L] where L is the work of a stretch. It is concave, and its slope is the rate of stretches that outlast w.
 *
 * 1. The machine counts busy time below some ages (model/stretch-ages.ts). An age is turned into work by the clocks that held at it: the start's until
 *    the reflex raises them, the usual ones from then on.
 * 2. The counts are spread over fixed points of work, and forgotten with a time constant of 5 s in which the domain worked.
 * 3. Between two points F is the mean of the chord and of what concavity allows at most: the chord alone would take stretches of 5 ms for a mixture of
 *    4 and 8.
 */
import type { Saved, Stateful } from '../../model/saved.js';
import { stretchAges } from '../../model/stretch-ages.js';
import { emaWeight } from './ema.js';

const forget = emaWeight(5);
/** s of work from which F says something. */
const enough = 0.02;

/** What one tick said; times in s. */
export interface Stretches {
  readonly young: Float64Array;
  readonly busySeconds: number;
  /** Dilation at the start of a stretch and after the raise, and the age of that, ms; 0: there was no start. */
  readonly startDilation: number;
  readonly dilation: number;
  readonly raisedAt: number;
  /** Share of the busy time before the raise. */
  readonly startShare: number;
}

/** Work and what was done of it at each age, of the tick that is being taken. */
const workAt = new Float64Array(stretchAges.length);
const doneAt = new Float64Array(stretchAges.length);

export class StretchWork implements Stateful {
  /** Work below each point, and all of it, s; older counts weigh less. */
  private readonly below = new Float64Array(stretchAges.length);
  private all = 0;

  get known(): boolean {
    return this.all >= enough;
  }

  take(seen: Stretches, interval: number): void {
    const { young, busySeconds, startDilation, dilation, raisedAt, startShare } = seen;
    const { below } = this;
    if (!(busySeconds > 0)) return;
    const startSeconds = startShare * busySeconds;
    const work = (time: number, atStart: number): number => atStart / startDilation + (time - atStart) / dilation;
    for (let i = 0; i < stretchAges.length; i++) {
      const age = stretchAges[i] ?? 0;
      const time = Math.min(busySeconds, young[i] ?? 0);
      workAt[i] = work(age, Math.min(age, raisedAt));
      doneAt[i] = work(time, Math.min(time, startSeconds));
    }
    const total = work(busySeconds, startSeconds);
    const weight = forget(interval);
    this.all += total - weight * this.all;
    for (let i = 0; i < stretchAges.length; i++) {
      const done = Math.min(total, along(workAt, doneAt, stretchAges[i] ?? 0));
      below[i] = (below[i] ?? 0) * (1 - weight) + done;
    }
  }

  /** F(w), `work` in ms at top. 1 while nothing is known. */
  share(work: number): number {
    const { below, all } = this;
    if (!this.known) return 1;
    if (!(work > 0)) return 0;
    const k = place(work);
    if (k >= stretchAges.length) return (below[stretchAges.length - 1] ?? 0) / all;
    const [x0, y0] = this.point(k - 1);
    const [x1, y1] = this.point(k);
    const chord = y0 + ((y1 - y0) * (work - x0)) / (x1 - x0);
    return (chord + Math.min(y1, y0 + this.slopeBefore(k) * (work - x0))) / 2;
  }

  /** Stretches that outlast `work` ms, for each second of work. */
  outlasting(work: number): number {
    if (!this.known) return 0;
    const k = Math.min(stretchAges.length - 1, place(work));
    const [x0, y0] = this.point(k - 1);
    const [x1, y1] = this.point(k);
    return (1000 * (y1 - y0)) / (x1 - x0);
  }

  save() {
    return { below: this.below.slice(), all: this.all };
  }

  restore(saved: Saved<StretchWork>): void {
    this.below.set(saved.below);
    this.all = saved.all;
  }

  /** The k-th point of F; the one before the first is the origin. */
  private point(k: number): readonly [work: number, share: number] {
    return k < 0 ? [0, 0] : [stretchAges[k] ?? 0, (this.below[k] ?? 0) / this.all];
  }

  /** Slope of the piece before the k-th point's own; F begins with a slope of no more than one stretch for each of its least works. */
  private slopeBefore(k: number): number {
    if (k === 0) return Number.POSITIVE_INFINITY;
    const [x0, y0] = this.point(k - 2);
    const [x1, y1] = this.point(k - 1);
    return (y1 - y0) / (x1 - x0);
  }
}

/** The first point that is no less than `work`. */
function place(work: number): number {
  let k = 0;
  while (k < stretchAges.length && (stretchAges[k] ?? 0) < work) k++;
  return k;
}

/** Value at x of the line through the origin and the points; beyond them its last piece goes on. */
function along(xs: ArrayLike<number>, ys: ArrayLike<number>, x: number): number {
  let k = 0;
  while (k < xs.length - 1 && (xs[k] ?? 0) < x) k++;
  const x0 = k === 0 ? 0 : (xs[k - 1] ?? 0);
  const y0 = k === 0 ? 0 : (ys[k - 1] ?? 0);
  const [x1, y1] = [xs[k] ?? 0, ys[k] ?? 0];
  return x1 > x0 ? y0 + ((y1 - y0) * (x - x0)) / (x1 - x0) : y1;
}
