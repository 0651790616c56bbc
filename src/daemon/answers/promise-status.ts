import type { PromiseStatus, ReflexStatus } from '../../control/protocol/promise-status.js';
import type { Pipeline } from '../../engine/pipeline.js';
import type { BindingReason } from '../../governor/arbitration/decision.js';
import type { Verdicts } from '../../governor/budget/heartbeats.js';
import { startOf } from '../../governor/cpu/kernel-step.js';
import type { Budget } from '../../model/people/profiles.js';
import type { PromiseInForce } from '../../model/people/promise.js';
import type { PolicyReading } from '../../model/sensing/reading.js';
import type { Policy } from '../../model/topology.js';
import type { RaiseCount } from '../loop/raises.js';

/** What is kept now, and what says so. */
export function promiseStatus(
  { promised, why }: PromiseInForce,
  { description }: Pick<Pipeline, 'description'>,
  { slowdown, delay }: Budget,
  { kept, broken, answers }: Verdicts,
): PromiseStatus {
  return {
    in: promised.in,
    slowdown,
    delay: promised.in === 'percent' ? null : (delay ?? null),
    why,
    reflex: description.controls.some(c => c.role === 'raise_ms' || c.role === 'young_us'),
    heartbeats: { kept, broken },
    answers: { ...answers },
  };
}

/** The reflex of a policy as it is read back, and what its reasons say of it; null where the machine offers none. */
export function reflexStatus(
  policy: Policy,
  reading: PolicyReading | undefined,
  reasons: readonly BindingReason[],
  count: RaiseCount | undefined,
): ReflexStatus | null {
  if (reading?.kernelStart !== undefined) return inKernel(policy, reading.kernelStart, reasons);
  if (reading?.raiseMs === undefined) return null;
  const { raiseMs, start } = reading;
  const bound = reasons.find(r => r.control === 'start_max_freq' && r.bound === 'max');
  const { raise_ms, start_khz, later_ms } = bound?.rule === 'reflex' ? bound.facts : {};
  const kept = raiseMs > 0 && raise_ms === raiseMs && start_khz === start;
  return {
    start: start ?? null,
    raiseMs,
    later: kept ? Number(later_ms) : null,
    raises: count?.total ?? null,
    raisesPerSecond: count?.perSecond ?? null,
  };
}

/** The same where the kernel's governor does it; nobody counts its raises here. */
function inKernel(
  policy: Policy,
  { share, ms }: NonNullable<PolicyReading['kernelStart']>,
  reasons: readonly BindingReason[],
): ReflexStatus {
  const own = reasons.find(r => r.rule === 'reflex' && r.bound === 'max');
  const percent = Math.round(share * 100);
  const [, terms] = own?.code.split(':') ?? [];
  return {
    start: startOf(percent, policy),
    raiseMs: ms,
    later: terms === `${percent}/${Math.round(ms * 1000)}` ? Number(own?.facts.later_ms) : null,
    raises: null,
    raisesPerSecond: null,
  };
}
