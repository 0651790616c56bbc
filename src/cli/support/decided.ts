import { explain } from '../../governor/explain/explain.js';
import type { StoredDecision } from '../../journal/read-model.js';
import { profileNames } from '../../model/people/profiles.js';
import { leftOut } from './settings.js';

/** Words that a fact may have; all others may be somebody's: who asked, which application, why. */
const words = new Set<string>([
  ...profileNames,
  ...['mains', 'battery', 'on', 'off', 'auto', 'low', 'high', 'unlimited', 'charge_start', 'charge_stop'],
]);
/** Facts whose words are the kernel's. */
const kernels = new Set(['zone', 'trip']);

/** A decision without who asked for it, and when only by how long ago. */
export function decided(decision: StoredDecision, now: number): object {
  const { scope, from, until, ticks, profile, mode, before, after, readback, features } = decision;
  const reasons = decision.reasons.map(reason => ({
    ...reason,
    // After the colon stands which one: an override, an application, an hour.
    code: reason.code.replace(/:.*$/, ''),
    facts: Object.fromEntries(Object.entries(reason.facts).map(([name, value]) => [name, fact(name, value)])),
  }));
  return {
    scope,
    secondsAgo: Math.round((now - from) / 1000),
    seconds: Math.round((until - from) / 1000),
    ticks,
    profile,
    mode,
    before,
    after,
    readback,
    reasons: reasons.map(({ control, bound, rule, code, facts }) => ({ control, bound, rule, code, facts })),
    features,
    why: explain(scope, after, reasons, mode === 'govern'),
  };
}

const fact = (name: string, value: number | string): number | string =>
  typeof value === 'number' || words.has(value) || kernels.has(name) ? value : leftOut;
