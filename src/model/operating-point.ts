import type { Policy } from './topology.js';

/** Caps move in steps of 1/32 of the range where the driver has no table: finer steps cost writes and gain nothing. */
const steps = 32;

/** How far above its neighbour the ACPI tables put the point that stands for turbo. */
const turboStep = 1000;

/** Whether the top of the range is a name for all of turbo and no frequency: ACPI's tables put it 1 MHz above the nominal one. */
export function standsForTurbo({ hw_max, frequencies }: Pick<Policy, 'hw_max' | 'frequencies'>): boolean {
  return frequencies.includes(hw_max) && frequencies.some(f => f < hw_max && hw_max - f <= turboStep);
}

/** The operating point at or above `khz`, within the policy's range. */
export function quantiseUp(policy: Policy, khz: number): number {
  const { hw_min: min, hw_max: max, frequencies } = policy;
  if (khz >= max) return max;
  let best = max;
  if (frequencies.length > 0) {
    for (const f of frequencies) if (f >= khz && f >= min && f < best) best = f;
    return best;
  }
  const step = (max - min) / steps;
  return step > 0 ? Math.min(max, Math.round(min + Math.max(0, Math.ceil((khz - min) / step - 1e-9)) * step)) : max;
}

/**
 * The operating point to go on with: `held` while a request off by `slack` of the range, either way, would lead there, else the one at or above `khz`.
 * A request that hovers about the edge between two points would otherwise write at every look. Only for who has a margin: `held` may lie below the request.
 * The top of the range is never held: its power is worth a write.
 */
export function quantiseNear(policy: Policy, khz: number, held: number | undefined, slack: number): number {
  const off = slack * (policy.hw_max - policy.hw_min);
  const up = quantiseUp(policy, khz);
  if (held === undefined || held >= policy.hw_max) return up;
  return quantiseUp(policy, khz - off) <= held && held <= quantiseUp(policy, khz + off) ? held : up;
}

/** The operating point at or below `khz`, within the policy's range. */
export function quantiseDown(policy: Policy, khz: number): number {
  const { hw_min: min, hw_max: max, frequencies } = policy;
  if (khz <= min) return min;
  if (khz >= max) return max;
  let best = min;
  if (frequencies.length > 0) {
    for (const f of frequencies) if (f <= khz && f <= max && f > best) best = f;
    return best;
  }
  const step = (max - min) / steps;
  return step > 0 ? Math.max(min, Math.round(min + Math.floor((khz - min) / step + 1e-9) * step)) : min;
}
