import { expect, test } from 'vitest';
import { Turns } from '../../../src/governor/gpu/turns.js';

/** The seconds of each turn, beginning with the upper setting's. */
function lengths(turns: Turns, share: number, seconds: number): number[] {
  const out = [0];
  for (let i = 0; i < seconds; i++) {
    out[out.length - 1] = (out.at(-1) ?? 0) + 1;
    if (turns.pass(1, share)) out.push(0);
  }
  return out.slice(0, -1);
}

test.each([0.05, 0.2, 0.5, 0.9])('the lower setting has its share of the time, to a few seconds (%d)', share => {
  const list = lengths(new Turns(), share, 4000);
  const lower = list.filter((_, i) => i % 2 === 1).reduce((a, b) => a + b, 0);
  const all = list.reduce((a, b) => a + b, 0);
  expect(Math.abs(lower - share * all)).toBeLessThan(400 * share * (1 - share));
});

test('cycles last 80 s at first and 400 s in the end, and no turn is shorter than 19 s', () => {
  const list = lengths(new Turns(), 0.5, 4000).slice(1);
  expect((list[0] ?? 0) + (list[1] ?? 0)).toBeLessThan(130);
  expect((list.at(-1) ?? 0) + (list.at(-2) ?? 0)).toBe(400);
  expect(Math.min(...lengths(new Turns(), 0.1, 4000).slice(1))).toBeGreaterThanOrEqual(19);
});

test('a pair begins with the upper setting', () => {
  const turns = new Turns();
  while (!turns.pass(1, 0.5));
  expect(turns.isLower).toBe(true);
  turns.begin();
  expect(turns.isLower).toBe(false);
});
