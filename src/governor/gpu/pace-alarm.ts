/**
 * Tells that work is not what it is taken for, by its progress at a setting:
 *
 * 1. Two pieces or more, 4 s together, that are 6 % slower than is known: it has become slow. One piece alone is a pause.
 * 2. Faster than is known is other work, which may lose at this setting what this one does not. By how much more than 2 % it is faster is summed up
 *    over time (a CUSUM, at most 10 % a second), down to nothing when it is not: 25 %·s tell, which 7 % are in 5 s.
 */
import type { Progress } from '../../model/gpu-progress.js';
import type { Saved, Stateful } from '../../model/saved.js';
import type { Trial } from './trial.js';

const slowSeconds = 4;
const leastPieces = 2;
const slower = 0.06;
const faster = 0.02;
const mostFaster = 0.1;
const telling = 0.25;

/** Times at a setting, over that without a limit: the shortest and the longest that are likely. */
export interface Likely {
  readonly shortest: number;
  readonly longest: number;
}

export class PaceAlarm implements Stateful {
  private slowSeconds = 0;
  private slowPieces = 0;
  /** How much faster than is known, summed up: s. */
  private ahead = 0;

  get rings(): boolean {
    return (this.slowSeconds >= slowSeconds && this.slowPieces >= leastPieces) || this.ahead >= telling;
  }

  /** `reference` is without a limit. */
  take(progress: readonly Progress[], reference: Trial | undefined, { shortest, longest }: Likely): void {
    for (const { name, units, seconds } of progress) {
      const usual = reference?.progress.get(name)?.rate;
      if (usual === undefined) continue;
      const share = units / (usual * seconds);
      const isSlow = share * (longest + slower) < 1;
      this.slowSeconds = isSlow ? this.slowSeconds + seconds : 0;
      this.slowPieces = isSlow ? this.slowPieces + 1 : 0;
      this.ahead = Math.max(0, this.ahead + Math.min(mostFaster, share * shortest - 1 - faster) * seconds);
    }
  }

  reset(): void {
    this.slowSeconds = 0;
    this.slowPieces = 0;
    this.ahead = 0;
  }

  save() {
    const { slowSeconds, slowPieces, ahead } = this;
    return { slowSeconds, slowPieces, ahead };
  }

  restore({ slowSeconds, slowPieces, ahead }: Saved<PaceAlarm>): void {
    this.slowSeconds = slowSeconds;
    this.slowPieces = slowPieces;
    this.ahead = ahead;
  }
}
