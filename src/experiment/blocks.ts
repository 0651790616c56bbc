import type { Period } from '../model/people/experiment-period.js';

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

const counts = (period: Period | undefined): period is Period =>
  period !== undefined && period.dropped === null && period.energy > 0 && period.work > 0;
