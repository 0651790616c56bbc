/**
 * Detects whether what runs is still the same kind of work.
 *
 * 1. Compare medians of power, memory traffic and progress over the last 9 s (a checkpoint stops an application for less than half of that), once the
 *    setting has settled, with what this work showed at this setting so far.
 * 2. A difference of more than 12 % for 6 s without a break is other work, or another phase of it; of 2 s, where more is drawn or done than before,
 *    which no pause looks like. Less than that is noise: power wanders by 2 %, iterations by 4 %.
 * 3. If an application reports, and none of those that reported before does, it is other work at once.
 */

import type { Progress } from '../../model/gpu-progress.js';
import type { Saved, Stateful } from '../../model/saved.js';
import type { GpuObservation } from './observation.js';
import type { Trial } from './trial.js';

/** Recent observations. */
export interface Recent {
  readonly power: number | undefined;
  readonly memory: number | undefined;
  /** Units per second by application. */
  readonly rates: ReadonlyMap<string, number>;
}

const windowSeconds = 9;
const leastPieces = 3;
const off = 0.12;
const offSeconds = 6;
const moreSeconds = 2;
const leastKnown = 15;
/** Progress jitters more than power. */
const rateOff = 0.3;

export class PhaseWatch implements Stateful {
  private views: GpuObservation[] = [];
  private offFor = 0;

  /** The setting or the work changed: recent observations are of something else. */
  reset(): void {
    this.views = [];
    this.offFor = 0;
  }

  take(view: GpuObservation): void {
    this.views.push(view);
    let span = this.views.reduce((sum, v) => sum + v.seconds, 0);
    while (span - (this.views[0]?.seconds ?? span) >= windowSeconds) span -= this.views.shift()?.seconds ?? 0;
  }

  /** Undefined until the window is full. */
  get recent(): Recent | undefined {
    const span = this.views.reduce((sum, v) => sum + v.seconds, 0);
    if (span < windowSeconds) return undefined;
    const rates = new Map<string, number>();
    for (const [name, pieces] of byName(this.views.flatMap(v => v.progress))) {
      const rate = medianOf(pieces.map(p => p.units / p.seconds));
      if (rate !== undefined && pieces.length >= leastPieces) rates.set(name, rate);
    }
    return {
      power: medianOf(this.views.map(v => v.power)),
      memory: medianOf(this.views.map(v => v.memoryBusy)),
      rates,
    };
  }

  /** Whether the work of `trial` (seen at the present setting) has gone on for `seconds` more. */
  isOther(trial: Trial, seconds: number): boolean {
    const { recent } = this;
    if (recent === undefined) return false;
    const known = [...trial.progress].filter(([, mean]) => mean.seconds >= leastKnown).map(([name]) => name);
    const strange = known.length > 0 && recent.rates.size > 0 && !known.some(name => recent.rates.has(name));
    if (strange) return true;
    const same = trial.seconds < leastKnown || isAlike(recent, trial, off, rateOff);
    this.offFor = same ? 0 : this.offFor + seconds;
    return this.offFor >= (isMore(recent, trial) ? moreSeconds : offSeconds);
  }

  save() {
    return { views: [...this.views], offFor: this.offFor };
  }

  restore({ views, offFor }: Saved<PhaseWatch>): void {
    this.views = [...views];
    this.offFor = offFor;
  }
}

/** Whether recent observations match what `trial` showed, within `share` for power and traffic and `rateShare` for progress. */
export function isAlike({ power, memory, rates }: Recent, trial: Trial, share: number, rateShare: number): boolean {
  const near = (now: number | undefined, usual: number | undefined, within: number, least = 0): boolean =>
    now === undefined || usual === undefined || Math.abs(now - usual) <= Math.max(within * usual, least);
  if (!near(power, trial.power.rate, share) || !near(memory, trial.memory.rate, share, 0.05)) return false;
  for (const [name, rate] of rates) if (!near(rate, trial.progress.get(name)?.rate, rateShare)) return false;
  return true;
}

/** Whether more is drawn or done than before: no pause looks like that. */
function isMore({ power, rates }: Recent, trial: Trial): boolean {
  if ((power ?? 0) > (1 + off) * (trial.power.rate ?? Number.POSITIVE_INFINITY)) return true;
  return [...rates].some(([name, rate]) => rate > (1 + rateOff) * (trial.progress.get(name)?.rate ?? rate));
}

/** Whether a single view is unlike what `trial` showed. */
export function isOdd({ power, memoryBusy, progress }: GpuObservation, trial: Trial): boolean {
  const rates = new Map(progress.map(p => [p.name, p.units / p.seconds]));
  return trial.seconds >= leastKnown && !isAlike({ power, memory: memoryBusy, rates }, trial, off, rateOff);
}

function byName(pieces: readonly Progress[]): Map<string, Progress[]> {
  const out = new Map<string, Progress[]>();
  for (const piece of pieces) {
    const known = out.get(piece.name);
    if (known === undefined) out.set(piece.name, [piece]);
    else known.push(piece);
  }
  return out;
}

function medianOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter(v => v !== undefined).sort((a, b) => a - b);
  return known[Math.floor(known.length / 2)];
}
