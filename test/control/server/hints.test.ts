import { expect, test } from 'vitest';
import { Hints } from '../../../src/control/server/hints.js';

const batch = { deadline: null, latency: null, batch: true };

test('a connection has 8 hints, a user 16, all together 64; what is there may change', () => {
  const hints = new Hints();
  const clients = [1, 1, 1, 2, 2, 3, 3, null, null, 4].map(uid => ({ uid }));
  const wrong = (client: number) =>
    Array.from({ length: 9 }, (_, pid) => hints.take(clients[client] ?? { uid: 9 }, 'x', pid, batch, 0));
  const [ofClient, ofUser] = ['hint: more than 8 of one connection', 'hint: more than 16 of one user'];
  const taken = Array<undefined>(8).fill(undefined);
  expect(wrong(0)).toEqual([...taken, ofClient]);
  expect(wrong(1)).toEqual([...taken, ofClient]);
  expect(wrong(2)).toEqual(Array(9).fill(ofUser));
  for (const client of [3, 4, 5, 6, 7, 8]) expect(wrong(client)).toEqual([...taken, ofClient]);
  expect(wrong(9)).toEqual(Array(9).fill('hint: more than 64 of all applications'));
  expect(hints.counts).toEqual({ taken: 64, refused: 8 + 9 + 9 });
  expect(hints.take(clients[0] ?? { uid: 9 }, 'x', 0, { ...batch, latency: 5 }, 1)).toBeUndefined();
  expect(hints.held(1)).toHaveLength(64);
  expect(hints.held(1)[0]).toMatchObject({ uid: 1, pid: 0, latency: 5, until: 61 });
  hints.left(clients[8] ?? { uid: 9 });
  expect(wrong(9)).toEqual([...taken, ofClient]);
  expect(hints.held(60.5)).toHaveLength(1);
});
