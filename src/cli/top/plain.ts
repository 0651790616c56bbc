import type { Status } from '../../control/protocol/status.js';
import { clock, frequency, frequencyRange, percent, power, temperature } from '../render/units.js';
import { boundBy, totalPower } from '../view/phrases.js';
import { tightest } from './head.js';

/** One line a policy, for pipes and files: every line can be read alone. */
export function plainLines(status: Status): string[] {
  const head = `${clock(status.now)}${status.simulated ? ' SIMULATED' : ''}`;
  const machine = `${power(totalPower(status)?.watts)} ${temperature(tightest(status.zones)?.celsius)}`;
  if (status.policies.length === 0) return [`${head} ${machine}`];
  return status.policies.map(p => {
    const now = p.online ? frequency(p.frequency) : 'offline';
    const setting = p.epp ?? p.governor ?? '–';
    return `${head} ${p.scope} ${now} within ${frequencyRange(p.limits)} busy ${percent(p.busy)} ${setting} by ${boundBy(p.reasons)} ${machine}`;
  });
}
