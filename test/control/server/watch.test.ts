import { expect, onTestFinished, test } from 'vitest';
import { connect } from '../../../src/control/client/client.js';
import { eventually } from '../../fixtures/eventually.js';
import { rawClient, serving } from '../fixture.js';
import { MadeSource, madeStatus } from '../made.js';

/** Watches and gathers the tick numbers that arrive. */
async function watching(directory: string, hz: number) {
  const client = await connect(directory);
  const seen: number[] = [];
  const ended = client.watch(hz, status => seen.push(status.ticks)).catch((error: Error) => error.message);
  await eventually(() => expect(seen).toHaveLength(1));
  return { client, seen, ended };
}

test('a watcher is told at once, and again after a tick', async () => {
  const { directory, source } = await serving();
  const { client, seen } = await watching(directory, 20);
  expect(seen).toEqual([39_000]);
  source.tick();
  await eventually(() => expect(seen).toEqual([39_000, 39_001]));
  client.close();
});

test('a burst of ticks is told once, with the newest', async () => {
  const { directory, source } = await serving();
  const { client, seen } = await watching(directory, 10);
  for (let i = 0; i < 50; i++) source.tick();
  await eventually(() => expect(seen.at(-1)).toBe(39_050));
  expect(seen).toEqual([39_000, 39_050]);
  client.close();
});

test('no more than hz lines a second, and the last tick is never lost', async () => {
  const { directory, source } = await serving();
  const began = performance.now();
  const { client, seen } = await watching(directory, 2);
  const ticking = setInterval(() => source.tick(), 10);
  onTestFinished(() => clearInterval(ticking));
  await eventually(() => expect(source.now.ticks).toBeGreaterThan(39_030));
  clearInterval(ticking);
  await eventually(() => expect(seen.at(-1)).toBe(source.now.ticks));
  // A line is due once nine tenths of its half second are over; a timer may be a ms early.
  expect(seen.length).toBeLessThanOrEqual(1 + (performance.now() - began) / 449);
  client.close();
});

test('a watcher that is behind is not sent old states, but the newest', async () => {
  const { path, source } = await serving(new MadeSource(madeStatus({ machine: 'x'.repeat(500_000) })));
  const { socket, received } = await rawClient(path);
  socket.write('{"v":1,"id":1,"op":"watch","hz":20}\n');
  socket.pause();
  const ticking = setInterval(() => source.tick(), 5);
  onTestFinished(() => clearInterval(ticking));
  await eventually(() => expect(source.now.ticks).toBeGreaterThan(39_150));
  clearInterval(ticking);
  socket.resume();
  source.tick();
  const ticks = () => [...received().matchAll(/"ticks":(\d+)/g)].map(([, n]) => Number(n));
  await eventually(() => expect(received().endsWith('\n')).toBe(true));
  source.tick({ machine: 'small' });
  await eventually(() => expect(ticks().at(-1)).toBe(source.now.ticks));
  expect(ticks().length).toBeLessThan(6);
});

test('asking after the end fails at once, with why', async () => {
  const { directory, path, server } = await serving();
  const client = await connect(directory);
  await server.close();
  await client.ended;
  await expect(client.status()).rejects.toThrow(`${path}: latticed closed the connection`);
  await expect(client.watch(1, () => {})).rejects.toThrow(`${path}: latticed closed the connection`);
});

test('a refused rate and the end of the daemon reach the watcher in words', async () => {
  const { directory, path, server } = await serving();
  const client = await connect(directory);
  await expect(client.watch(99, () => {})).rejects.toThrow('hz 99, expected a number above 0 and at most 20');
  const { ended } = await watching(directory, 1);
  await server.close();
  expect(await ended).toBe(`${path}: latticed closed the connection`);
});

test('ticks are listened to only while somebody watches: a watched daemon samples more eagerly', async () => {
  const { directory, source } = await serving();
  expect(source.listeners.size).toBe(0);
  const one = await watching(directory, 5);
  const two = await watching(directory, 5);
  expect(source.listeners.size).toBe(1);
  one.client.close();
  two.client.close();
  await eventually(() => expect(source.listeners.size).toBe(0));
});
