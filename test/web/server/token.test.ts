import { expect, it } from 'vitest';
import { isToken, newToken } from '../../../src/web/server/token.js';

it('a token is long, new each time, and fits an address', () => {
  const tokens = new Set(Array.from({ length: 100 }, newToken));
  expect(tokens.size).toBe(100);
  for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/);
});

it('only the whole token is it; none is shown where there is none', () => {
  const token = newToken();
  expect(isToken(token, token)).toBe(true);
  for (const shown of [undefined, '', token.slice(1), `${token}a`, newToken(), 'é'.repeat(43)])
    expect(isToken(token, shown)).toBe(false);
  expect(isToken(undefined, undefined)).toBe(false);
  expect(isToken(undefined, token)).toBe(false);
});
