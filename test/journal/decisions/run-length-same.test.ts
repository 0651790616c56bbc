import { describe, expect, it } from 'vitest';
import { sameLimits, sameReasons } from '../../../src/journal/decisions/run-length.js';
import { reason } from '../support.js';

describe('sameLimits', () => {
  it('compares by value, in any order', () => {
    expect(sameLimits({ a: 1, b: 'x' }, { b: 'x', a: 1 })).toBe(true);
    expect(sameLimits({}, {})).toBe(true);
  });

  it.each([
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, {}],
    [{}, { a: 1 }],
    [{ a: 1 }, { b: 1 }],
    [{ a: 1 }, { a: '1' }],
    [{ a: 1 }, { a: 1, b: 1 }],
  ])('%j is not %j', (a, b) => expect(sameLimits(a, b)).toBe(false));
});

describe('sameReasons', () => {
  it('looks at the sentences, not at their facts', () => {
    expect(sameReasons([reason], [{ ...reason, facts: {} }])).toBe(true);
    expect(sameReasons([reason], [{ ...reason, code: 'x' }])).toBe(false);
    expect(sameReasons([reason], [])).toBe(false);
  });
});
