import { expect, test } from 'vitest';
import { keysIn } from '../../../src/cli/top/keys.js';

test.each([
  ['q', ['quit']],
  ['\u0003', ['quit']],
  ['\u001b[A\u001b[B', ['up', 'down']],
  ['\u001bOA', ['up']],
  ['\u001b[5~p', ['page-up', 'pause']],
  // F5, Shift-Up and a lone Escape: their letters are no keys.
  ['\u001b[15~', []],
  ['\u001b[1;2A', []],
  ['\u001b', []],
  ['xyz', []],
])('%j are %j', (text, keys) => expect(keysIn(text)).toEqual(keys));
