import { type Policy, policyScope } from '../../model/topology.js';
import type { IntervalProposal, Reason } from '../arbitration/proposal.js';

/** Whether the last proposal says the same: it then goes on, so that most ticks make none anew. Its facts may have moved. */
export const saysSame = (last: IntervalProposal, min: number, max: number, code: string): boolean =>
  last.interval.max === max && last.interval.min === min && last.reason.code === code;

/** What a rule of the governor's priority asks of a domain's clock, kHz. */
export const clockProposal = (policy: Policy, min: number, max: number, reason: Reason): IntervalProposal => ({
  kind: 'interval',
  scope: policyScope(policy.id),
  control: 'freq',
  priority: 'governor',
  interval: { min, max },
  reason,
});
