import { CPUS, guestRegister, layout } from '../layout.js';
import type { SharedPage } from '../page.js';
import { LAPTOP as L } from './laptop.js';
import { addedWatts, type CoreStep } from './power.js';

const WORD = 8;

/**
 * Whose energy it was, which no counter tells and physics knows. Energy is what a CPU's work adds to one asleep:
 *
 * 1. A load's CPU time in a step draws what its CPU draws at that step's clock, voltage, temperature and share of waiting, and what memory draws for the latter.
 * 2. What CPUs share (uncore awake instead of asleep) is divided equally among those at work in the step, and on a CPU by time: the Shapley value.
 * 3. Work that no load has (what interrupts and other tasks take in the middle of a load's work) is nobody's.
 *
 * Loads that share a CPU wait for memory alike: the CPU has one word for that.
 */
export class Owners {
  /** J, by CPU and load. */
  readonly joules = Array.from({ length: CPUS }, () => new Array<number>(layout('LOADS')).fill(0));
  readonly #before = Array.from({ length: CPUS }, () => new Array<bigint>(layout('LOADS')).fill(0n));

  step(page: SharedPage, steps: readonly CoreStep[], celsius: number): void {
    const atWork = steps.filter(({ share }) => share > 0).length;
    const common = atWork > 0 ? (L.uncoreActive - L.uncoreIdle) / atWork : 0;
    for (const [cpu, step] of steps.entries()) {
      const watts = addedWatts(step, celsius) + common;
      const [joules, before] = [this.joules[cpu] ?? [], this.#before[cpu] ?? []];
      for (const load of joules.keys()) {
        const now = page.guest.readBigUInt64LE(guestRegister(cpu, 'LOAD_OWN_NS') + load * WORD);
        const own = now - (before[load] ?? 0n);
        if (own > 0n) joules[load] = (joules[load] ?? 0) + (watts * Number(own)) / 1e9;
        before[load] = now;
      }
    }
  }
}
