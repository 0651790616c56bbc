import type { Arm, Period } from '../model/people/experiment-period.js';

/** One block in which both policies ran undisturbed. */
export interface Block {
  readonly block: number;
  /** ln of energy per unit of work under A over that under B: ln(1 − saving). */
  readonly logRatio: number;
  /** How much of all work it saw. It must not depend on which policy came first, as the test requires. */
  readonly weight: number;
}

/**
 * Makes blocks from periods. A block counts if both of its periods count, used energy and did work. Its weight is the smaller work of the two, since
 * energy per unit of work means little if there was hardly any work, times the square of how similar their works are: idle power makes the same work
 * more expensive at a lower load, so a block in which the load changed says more about the load than about the policies.
 */
export function blocksOf(periods: readonly Period[]): Block[] {
  const pairs = new Map<number, Partial<Record<Period['arm'], Period>>>();
  for (const period of periods) pairs.set(period.block, { ...pairs.get(period.block), [period.arm]: period });
  return [...pairs].flatMap(([block, { a, b }]): Block[] => {
    if (!counts(a) || !counts(b)) return [];
    const [less, more] = a.work < b.work ? [a.work, b.work] : [b.work, a.work];
    const logRatio = Math.log(a.energy / a.work) - Math.log(b.energy / b.work);
    return [{ block, logRatio, weight: less * (less / more) ** 2 }];
  });
}

/** J for one unit of work under one policy, weighted as the verdict is, so that the ratio of both is the verdict's; null without a block. */
export function energyFor(arm: Arm, periods: readonly Period[], blocks: readonly Block[]): number | null {
  const weights = new Map(blocks.map(b => [b.block, b.weight]));
  let [sum, total] = [0, 0];
  for (const period of periods) {
    const weight = weights.get(period.block);
    if (weight === undefined || period.arm !== arm) continue;
    sum += weight * Math.log(period.energy / period.work);
    total += weight;
  }
  return total > 0 ? Math.exp(sum / total) : null;
}

const counts = (period: Period | undefined): period is Period =>
  period !== undefined && period.dropped === null && period.energy > 0 && period.work > 0;
