import { expect, test } from 'vitest';
import { hintLines } from '../../../src/cli/view/hints.js';

const hint = { name: 'player', pid: 7, deadline: null, latency: null, batch: false, left: 60 };

test('each hint has a line that says what it asks for, and what that does where the daemon tells', () => {
  expect(
    hintLines([
      { ...hint, latency: 5, deadline: 16.67, does: 'what may be held up is by 2 ms at most' },
      { ...hint, batch: true, does: 'nothing: no process 7 runs here' },
      hint,
    ]),
  ).toEqual([
    'player (pid 7) asks for answers within 5 ms, has 16.7 ms for each piece of work: what may be held up is by 2 ms at most',
    'player (pid 7) says that nobody waits: nothing: no process 7 runs here',
    'player (pid 7) asks for nothing',
  ]);
});
