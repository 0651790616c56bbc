/**
 * Answers: whether those of an application come later than at full clock by more than D.
 *
 * 1. A message may tell the longest answer since the one before it, in ms. At baseline clocks the mean of five is what is usual.
 * 2. Under a cap, what an answer is longer than usual by, beyond D, is averaged over 5 messages. Held up by at most D, the longest answer of a time is
 *    later by no more, and so is its mean.
 * 3. More than 1 ms of that breaks the promise; else the message found it kept.
 */
import { Reference } from './reference.js';

const tolerated = 1;
const weight = 0.2;

export class Answers {
  private readonly reference = new Reference();
  private excess = 0;
  /** Whether it has told any. */
  private told = false;

  /** Takes an answer of `ms` at baseline clocks, at `now` s. */
  learn(ms: number, now: number): void {
    this.told = true;
    this.reference.learn(ms, now);
  }

  /** Takes one under a cap, where `delay` ms are promised; undefined while nobody knows what is usual. */
  judge(ms: number, delay: number): 'kept' | 'broken' | undefined {
    this.told = true;
    const usual = this.reference.value;
    if (usual === undefined) return undefined;
    const beyond = ms - usual - delay;
    this.excess = Math.max(-tolerated, this.excess + weight * (beyond - this.excess));
    if (this.excess <= tolerated) return 'kept';
    this.excess = 0;
    return 'broken';
  }

  isOld(now: number, inDoubt: boolean): boolean {
    return this.told && this.reference.isOld(now, inDoubt);
  }
}
