import type { BindingReason } from '../../governor/arbitration/decision.js';
import type { Limits } from '../write-model.js';

/** Whether two plans set the same controls to the same values; without allocation, since it runs for every scope at every tick. */
export function sameLimits(a: Limits, b: Limits): boolean {
  let left = 0;
  for (const control in a) {
    if (a[control] !== b[control]) return false;
    left++;
  }
  for (const _control in b) left--;
  return left === 0;
}

/** Whether the same sentences bind the same controls; their facts may differ, as a temperature does at each tick. */
export function sameReasons(a: readonly BindingReason[], b: readonly BindingReason[]): boolean {
  return a.length === b.length && a.every((reason, i) => sameSentence(reason, b[i]));
}

function sameSentence(a: BindingReason, b: BindingReason | undefined): boolean {
  return (
    b !== undefined &&
    a.control === b.control &&
    a.bound === b.bound &&
    a.rule === b.rule &&
    a.code === b.code &&
    a.priority === b.priority
  );
}
