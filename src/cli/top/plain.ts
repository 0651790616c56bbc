import type { Status } from '../../control/protocol/status.js';
import { clock, frequency, frequencyRange, percent, power, temperature } from '../render/units.js';
import { boundBy, totalPower } from '../view/phrases.js';
import { startWords } from '../view/promise.js';
import { tightest } from './heat.js';

/** One line a policy, for pipes and files: every line can be read alone. */
export function plainLines(status: Status): string[] {
  const head = `${clock(status.now)}${status.simulated ? ' SIMULATED' : ''}`;
  const machine = `${power(totalPower(status)?.watts)} ${temperature(tightest(status.zones)?.celsius)}`;
  if (status.policies.length === 0) return [`${head} ${machine}`];
  return status.policies.map(p => {
    const now = p.online ? frequency(p.frequency) : 'offline';
    const setting = p.epp ?? p.governor ?? '–';
    const start = startWords(p);
    return `${head} ${p.scope} ${now} within ${frequencyRange(p.limits)}${start === undefined ? '' : ` ${start}`} busy ${percent(p.busy)} ${setting} by ${boundBy(p.reasons)} ${machine}`;
  });
}
