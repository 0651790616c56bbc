import { expect, test } from 'vitest';
import type { Key } from '../../../src/cli/top/keys.js';
import { answered, type Prompt, promptOf, promptWords } from '../../../src/cli/top/prompt.js';
import type { Change } from '../../../src/control/protocol/operations/change.js';
import { madeStatus } from '../../control/made.js';

const status = madeStatus();

/** What keys ask for, or the question that is left. */
function after(opening: Key, ...keys: readonly Key[]): Change | Prompt | undefined {
  let prompt = promptOf(opening, status);
  for (const key of keys) {
    if (prompt === undefined) return undefined;
    const next = answered(prompt, key, status);
    if (next.change !== undefined) return next.change;
    prompt = next.prompt;
  }
  return prompt;
}

test('a profile is set by its number, and by no other key', () => {
  expect(after('profile', { digit: 3 })).toEqual({ op: 'set', profile: 'power-saver' });
  expect(after('profile', 'enter')).toEqual({ kind: 'profile' });
  expect(after('profile', 'escape')).toBeUndefined();
});

test('a limit begins at two thirds of the range for a quarter of an hour, and keeps to the range', () => {
  expect(after('override', 'enter')).toEqual({ op: 'override', wish: { max: 3_100_000 }, lasting: { for: 900 } });
  expect(after('override', 'left', 'up', 'enter')).toMatchObject({ wish: { max: 3_000_000 }, lasting: { for: 3600 } });
  const down = Array.from({ length: 60 }, (): Key => 'left');
  expect(after('override', ...down, 'down', 'enter')).toMatchObject({ wish: { max: 400_000 }, lasting: { for: 900 } });
  const up = Array.from({ length: 60 }, (): Key => 'right');
  expect(after('override', ...up, ...up, 'enter')).toMatchObject({ wish: { max: 4_400_000 } });
  expect(promptOf('override', madeStatus({ policies: [] }))).toBeUndefined();
});

test('limits are ended only where there are some, and after a question', () => {
  expect(promptOf('clear', madeStatus({ asked: { ...status.asked, overrides: [] } }))).toBeUndefined();
  const one = { ...status, asked: { ...status.asked, overrides: status.asked.overrides.slice(0, 1) } };
  const prompt: Prompt = { kind: 'clear' };
  expect(promptWords(prompt, one)).toMatch(/^end \d overrides?\? Enter ends, Esc keeps$/);
  expect(answered(prompt, 'up', one)).toEqual({ prompt });
  expect(answered(prompt, 'enter', one).change).toEqual({ op: 'clear', override: 'all' });
});
