import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { BeatServer } from '../../../src/control/server/beat-server.js';
import type { Heartbeat } from '../../../src/governor/budget/heartbeats.js';
import { eventually } from '../../fixtures/eventually.js';
import { rawClient, temporary } from '../fixture.js';

/** Whose connections the kernel says these are, where native/peer is built. */
const uid = existsSync(new URL('../../../native/build/peer.node', import.meta.url)) ? process.getuid?.() : null;
const line = (done: number): string => `{"name":"encoder","pid":7,"done":${done}}\n`;

/** A listening server, the heartbeats that it took, and its clock to be set by hand. */
async function listening() {
  const path = join(temporary(), 'heartbeat.sock');
  const beats: Heartbeat[] = [];
  const clock = { now: 0 };
  const server = new BeatServer(
    path,
    beat => beats.push(beat),
    () => clock.now,
  );
  await server.listen();
  onTestFinished(() => server.close());
  return { path, beats, clock, server };
}

test('good lines are taken, in however many pieces they come, and not answered', async () => {
  const { path, beats } = await listening();
  const { socket, received } = await rawClient(path);
  socket.write(`${line(1)}\n${line(2).slice(0, 9)}`);
  await eventually(() => expect(beats).toHaveLength(1));
  socket.write(line(2).slice(9));
  await eventually(() => expect(beats.map(b => b.done)).toEqual([1, 2]));
  expect(received()).toBe('');
});

test('the socket belongs to owner and group alone, and is gone when it is closed', async () => {
  const { path, server } = await listening();
  expect((statSync(path).mode & 0o777).toString(8)).toBe('660');
  await server.close();
  await server.close();
  expect(() => statSync(path)).toThrow('ENOENT');
});

test('bad lines are answered; the tenth ends the connection, and what comes after it is not taken', async () => {
  const { path, beats } = await listening();
  const { socket, received, closed } = await rawClient(path);
  socket.write(`${'nonsense\n'.repeat(9)}${line(1)}`);
  await eventually(() => expect(beats).toHaveLength(1));
  await eventually(() =>
    expect(received().split('\n')[0]).toBe(
      '{"ok":false,"error":"not JSON, expected {\\"name\\":\\"x\\",\\"pid\\":123,\\"done\\":456}"}',
    ),
  );
  socket.write(`nonsense\n${line(2)}`);
  await closed;
  expect(received().trimEnd().split('\n')).toHaveLength(10);
  expect(beats).toHaveLength(1);
});

test('a line beyond 512 bytes ends the connection; others stay', async () => {
  const { path, beats } = await listening();
  const other = await rawClient(path);
  const { socket, received, closed } = await rawClient(path);
  socket.write('x'.repeat(600));
  await closed;
  expect(received()).toBe('{"ok":false,"error":"line of more than 512 bytes"}\n');
  other.socket.write(line(3));
  await eventually(() => expect(beats).toHaveLength(1));
});

test('of a flood 40 lines are taken, and 20 more a second later', async () => {
  const { path, beats, clock } = await listening();
  const { socket, received } = await rawClient(path);
  socket.write(line(1).repeat(45));
  await eventually(() => expect(received().trimEnd().split('\n')).toHaveLength(5));
  expect(beats).toHaveLength(40);
  expect(received()).toContain('more than 20 lines a second');
  clock.now = 1;
  socket.write(line(2).repeat(22));
  await eventually(() => expect(received().trimEnd().split('\n')).toHaveLength(7));
  expect(beats).toHaveLength(60);
});

const hint = (pid: number, what: unknown): string => `${JSON.stringify({ name: 'game', pid, hint: what })}\n`;

test('a hint is shown for a minute after it was last given, with or without progress, and is no progress', async () => {
  const { path, beats, clock, server } = await listening();
  const { socket, received } = await rawClient(path);
  socket.write(hint(7, { deadline: 16.7 }));
  await eventually(() =>
    expect(server.hinted()).toEqual([
      { name: 'game', pid: 7, uid, deadline: 16.7, latency: null, batch: false, until: 60 },
    ]),
  );
  clock.now = 40;
  socket.write('{"name":"game","pid":7,"done":3,"hint":{"latency":5,"batch":true}}\n');
  await eventually(() => expect(beats).toEqual([{ name: 'game', pid: 7, done: 3 }]));
  expect(server.hinted()).toEqual([{ name: 'game', pid: 7, uid, deadline: null, latency: 5, batch: true, until: 100 }]);
  clock.now = 99;
  expect(server.hinted()).toHaveLength(1);
  clock.now = 100;
  expect(server.hinted()).toEqual([]);
  expect(received()).toBe('');
});

test('a hint ends when it is taken back, and with the connection that gave it', async () => {
  const { path, server } = await listening();
  const { socket } = await rawClient(path);
  socket.write(hint(7, { deadline: 5 }) + hint(8, { latency: 5 }));
  await eventually(() => expect(server.hinted()).toHaveLength(2));
  socket.write(hint(7, null));
  await eventually(() => expect(server.hinted().map(h => h.pid)).toEqual([8]));
  socket.destroy();
  await eventually(() => expect(server.hinted()).toEqual([]));
});

test('nobody takes back or changes the hint of another connection, and floods displace none', async () => {
  const { path, server, clock } = await listening();
  const honest = await rawClient(path);
  honest.socket.write(hint(1, { deadline: 10 }));
  await eventually(() => expect(server.hinted()).toHaveLength(1));
  const forged = await rawClient(path);
  forged.socket.write(hint(1, null) + hint(1, { deadline: 99 }));
  await eventually(() => expect(server.hinted().map(h => h.deadline)).toEqual([10, 99]));
  const flood = await Promise.all(Array.from({ length: 9 }, () => rawClient(path)));
  for (const [i, { socket }] of flood.entries())
    socket.write(Array.from({ length: 9 }, (_, j) => hint(100 * (i + 1) + j, { batch: true })).join(''));
  // Two were there; of the first client at least the ninth is too much for it, and of all but 14 for the user.
  await eventually(() => expect(server.hintCounts).toEqual({ taken: 16, refused: 81 - 14 }));
  await eventually(() => expect(flood.some(f => f.received().includes('hint: more than 16 of one user'))).toBe(true));
  expect(server.hinted()).toHaveLength(16);
  expect(server.hinted()[0]).toMatchObject({ pid: 1, deadline: 10 });
  clock.now = 61;
  expect(server.hinted()).toEqual([]);
});

test('no bytes at all end the server', async () => {
  const { path, beats } = await listening();
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 700 }), { maxLength: 5 }), async chunks => {
      const { socket, closed } = await rawClient(path);
      for (const chunk of chunks) socket.write(chunk);
      socket.end('\n');
      await closed;
    }),
    { numRuns: 50 },
  );
  const { socket } = await rawClient(path);
  socket.write(line(9));
  await eventually(() => expect(beats.at(-1)?.done).toBe(9));
});
