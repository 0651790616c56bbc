/** Tells that work has become slow: two pieces of progress or more, 4 s together, that take 6 % longer than is known for the setting. One alone is a pause. */
import type { Progress } from '../../model/gpu-progress.js';
import type { Saved, Stateful } from '../../model/saved.js';
import type { Trial } from './trial.js';

const leastSeconds = 4;
const leastPieces = 2;
const beyond = 0.06;

export class SlowAlarm implements Stateful {
  private seconds = 0;
  private pieces = 0;

  get rings(): boolean {
    return this.seconds >= leastSeconds && this.pieces >= leastPieces;
  }

  /** `longest`: the longest time that is known for the setting, over that without a limit, of which `reference` is. */
  take(progress: readonly Progress[], reference: Trial | undefined, longest: number): void {
    for (const { name, units, seconds } of progress) {
      const usual = reference?.progress.get(name)?.rate;
      if (usual === undefined) continue;
      const isSlow = units * (longest + beyond) < usual * seconds;
      this.seconds = isSlow ? this.seconds + seconds : 0;
      this.pieces = isSlow ? this.pieces + 1 : 0;
    }
  }

  reset(): void {
    this.seconds = 0;
    this.pieces = 0;
  }

  save() {
    return { seconds: this.seconds, pieces: this.pieces };
  }

  restore({ seconds, pieces }: Saved<SlowAlarm>): void {
    this.seconds = seconds;
    this.pieces = pieces;
  }
}
