import type { Status } from '../../control/protocol/status.js';
import type { Outcome } from '../../machine/machine.js';
import { energy, span } from '../../model/format.js';
import type { Account } from './account.js';

const shownNotices = 5;

export interface Ended {
  readonly status: Pick<Status, 'started' | 'ticks' | 'mode' | 'notices' | 'simulated'>;
  readonly account: Pick<Account, 'written' | 'used'>;
  /** Changes that were shown. */
  readonly changes: number;
  /** What the kernel made of the last restore; undefined where nobody could tell. */
  readonly left: Outcome | undefined;
  /** UTC ms. */
  readonly now: number;
}

/** The account at the end: how long, what was used and written, how the machine was left, and what went wrong when. */
export function endingLines({ status, account, changes, left, now }: Ended): string[] {
  const { started, ticks, mode, notices, simulated } = status;
  const used = [...account.used].map(([what, joules]) => `${energy(joules)} (${what})`);
  const parts = [
    `${simulated ? 'SIMULATED: ' : ''}ended after ${span(now - started)}: ${counted(ticks, 'tick')}, ${counted(changes, 'change')} of limits shown`,
    used.length === 0 ? 'energy not measured' : `${used.join(' and ')} used`,
    account.written === 0 ? 'nothing was written' : `${counted(account.written, 'value')} written`,
    ...(mode === 'govern' || account.written > 0 ? [leftWords(account.written, left)] : []),
  ];
  return [
    parts.join('; '),
    ...notices.slice(-shownNotices).map(n => `  ${span(now - n.at)} before the end: ${n.what}: ${n.why}`),
  ];
}

/** How the machine was left, by what the helper read back from the kernel after it had put everything back. */
function leftWords(written: number, left: Outcome | undefined): string {
  if (left === undefined)
    return 'whether all controls are back at their baseline could not be read: the helper puts them back by itself, and latticectl verify tells';
  const results = Object.entries(left.results);
  const kept = results.flatMap(([name, result]) =>
    'errno' in result ? [`${name} (${result.why ?? result.errno})`] : [],
  );
  if (kept.length > 0) return `NOT back at their baseline: ${kept.join(', ')}; latticectl verify tells what to do`;
  if (results.length > 0)
    return `read back: all ${counted(results.length, 'control')} that differed are back at their baseline`;
  return written === 0 ? 'no control had been changed' : 'all controls were back at their baseline before';
}

const counted = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;
