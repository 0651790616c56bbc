import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dial } from '../../src/control/client/client.js';
import { parseRequest } from '../../src/control/protocol/request.js';
import { checkOverride } from '../../src/governor/orders/override-check.js';
import { rawClient, serving } from './fixture.js';
import { madeDescription } from './made.js';

const machine = madeDescription();
const ops = [
  'status',
  'set',
  'hold',
  'release',
  'override',
  'clear',
  'watch',
  'feedback',
  'wishes',
  'charge',
  'signals',
  'tasks',
];
const value = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    '',
    'P',
    'power',
    'performance',
    'all',
    'unit',
    'cpu',
    -0,
    1e308,
    2_400_000,
    [],
    {},
  ),
  fc.integer(),
  fc.double(),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.jsonValue({ maxDepth: 2 }),
);
const keys = [
  'profile',
  'reason',
  'app',
  'hold',
  'override',
  'min',
  'max',
  'epp',
  'governor',
  'boost',
  'cpus',
  'for',
  'while',
  'connected',
  'pid',
  'hz',
  'say',
  'name',
  'by',
  'sort',
  'limit',
  '__proto__',
  'constructor',
];
const body = fc
  .tuple(fc.oneof(fc.constantFrom(...ops), fc.string()), fc.dictionary(fc.constantFrom(...keys), value))
  .map(([op, fields]) => JSON.stringify({ ...fields, v: 1, id: 7, op }));

test('whatever comes is a request or a short error, and no override leaves the machine’s range', () => {
  fc.assert(
    fc.property(body, line => {
      const parsed = parseRequest(line);
      if (parsed.request === undefined) {
        expect(parsed.error.length).toBeLessThan(300);
        return;
      }
      const { request } = parsed;
      if (request.op !== 'change' || request.change.op !== 'override') return;
      const { wish } = request.change;
      if (checkOverride(wish, machine) !== undefined) return;
      for (const khz of [wish.min, wish.max])
        if (khz !== undefined) expect(khz >= 400_000 && khz <= 4_400_000).toBe(true);
      if (wish.epp !== undefined) expect(['performance', 'power']).toContain(wish.epp);
    }),
    { numRuns: 5000 },
  );
});

test('a lot of anything is answered or ends its connection, and the next client is served', async () => {
  const { path, source } = await serving();
  const noise = fc.sample(fc.oneof(body, fc.string({ unit: 'binary', maxLength: 2000 })), 1000);
  for (let at = 0; at < noise.length; at += 100) {
    const { socket, closed } = await rawClient(path);
    socket.write(`${noise.slice(at, at + 100).join('\n')}\n`);
    socket.end();
    await closed;
  }
  const client = await dial(path);
  expect(await client.status()).toMatchObject({ profile: 'balanced' });
  client.close();
  for (const { change } of source.changes) expect(JSON.stringify(change).length).toBeLessThan(2000);
});
