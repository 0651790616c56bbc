import type { Description } from '../description.js';
import { policyScope } from '../topology.js';
import { type FormFacts, formOf } from './machine-form.js';
import type { PromiseInForce } from './promise.js';

/**
 * The promise where nobody configured one: in milliseconds for a machine that a person sits at, where they can be kept; else in percent.
 */
export function usualPromise(facts: FormFacts, description: Description): PromiseInForce {
  const { satAt, why } = formOf(facts, description.topology.supplies);
  if (!satAt) return { promised: { in: 'percent' }, why };
  if (keepsMilliseconds(description)) return { promised: { in: 'milliseconds' }, why };
  return { promised: { in: 'percent' }, why: `there is no reflex here, though ${why}` };
}

/** EPP is offered beside these alone where the firmware follows the load by itself. */
const ofFirmware = new Set(['performance', 'powersave']);

/** Whether each frequency domain has a reflex, or firmware that climbs by itself. */
function keepsMilliseconds({ controls, topology }: Description): boolean {
  const online = topology.policies.filter(p => p.online.length > 0);
  return (
    online.length > 0 &&
    online.every(({ id }) => {
      const own = controls.filter(c => c.scope === policyScope(id));
      if (own.some(c => c.role === 'raise_ms')) return true;
      const governors = own.find(c => c.role === 'governor')?.choices ?? [];
      return own.some(c => c.role === 'epp') && governors.length > 0 && governors.every(g => ofFirmware.has(g));
    })
  );
}
