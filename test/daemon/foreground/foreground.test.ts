import { expect, test } from 'vitest';
import type { PolicyStatus, Status } from '../../../src/control/protocol/status.js';
import { Account } from '../../../src/daemon/foreground/account.js';
import { show } from '../../../src/daemon/foreground/foreground.js';
import { madeStatus } from '../../control/made.js';

const [policy] = madeStatus().policies;
const started = madeStatus().now;

/** What one sees in the order of these states, a tick each, 0.1 s apart; the first line says what is watched. */
function seen(states: readonly { readonly max: number; readonly epp: string; readonly reason: string }[]): string[] {
  const lines: string[] = [];
  let at = 0;
  const status = (): Status => {
    const { max, epp, reason } = states[Math.min(at, states.length - 1)] ?? { max: 0, epp: '', reason: '' };
    const wanted = (name: string, value: string | number) => ({
      ...madeStatus().controls[0],
      name: `policy0.${name}`,
      wanted: value,
    });
    return madeStatus({
      now: started + at * 100,
      policies: [{ ...policy, scope: 'policy0', summary: reason } as PolicyStatus],
      controls: [wanted('max_freq', max), wanted('epp', epp)] as Status['controls'],
    });
  };
  let tick = (): void => undefined;
  show({ status, onTick: listener => (tick = listener) }, new Account(), line => lines.push(line));
  for (; at < states.length; at++) tick();
  return lines.slice(1);
}

const state = (max: number, reason: string, epp = 'balance_power') => ({ max, epp, reason });

test('a real change is one line; less than 5 % and another reason alone are none', () => {
  expect(
    seen([
      state(4_000_000, 'first'),
      state(4_000_000, 'another reason'),
      state(3_900_000, 'a little'),
      state(3_850_000, 'a little more'),
      state(3_790_000, 'too far from what was shown'),
      state(3_790_000, 'a word', 'power'),
      state(3_800_000, 'still', 'power'),
    ]),
  ).toEqual(['policy0  first', 'policy0  too far from what was shown', 'policy0  a word']);
});

test('figures come every 5 s, however many ticks there are', () => {
  const lines = seen(Array.from({ length: 160 }, () => state(4_000_000, 'first')));
  expect(lines.filter(line => line.startsWith('  '))).toHaveLength(3);
  expect(lines).toHaveLength(4);
});
