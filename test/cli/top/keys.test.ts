import { expect, test } from 'vitest';
import { keysIn } from '../../../src/cli/top/keys.js';

test.each([
  ['q', ['quit']],
  ['\u0003', ['quit']],
  ['\u001b[A\u001b[B', ['up', 'down']],
  ['\u001bOA', ['up']],
  ['\u001b[5~p', ['page-up', 'pause']],
  // F5 and Shift-Up: their letters are no keys.
  ['\u001b[15~', []],
  ['\u001b[1;2A', []],
  ['\u001b', ['escape']],
  ['?fo\u001b[C\u001b[D\r', ['help', 'profile', 'override', 'right', 'left', 'enter']],
  ['12', [{ digit: 1 }, { digit: 2 }]],
  ['xyz', []],
])('%j are %j', (text, keys) => expect(keysIn(text)).toEqual(keys));
