import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { connect } from '../../../src/control/client/client.js';
import { eventually } from '../../fixtures/eventually.js';
import { rawClient, serving } from '../fixture.js';
import { MadeSource, madeStatus } from '../made.js';

const status = (id: number) => `{"v":1,"id":${id},"op":"status"}\n`;

test('a client is told the status and the description', async () => {
  const { directory, source } = await serving();
  const client = await connect(directory);
  expect(await client.status()).toEqual(JSON.parse(JSON.stringify(source.now)));
  expect((await client.description()).topology.sensors).toEqual({
    busy: 'bpf',
    counters: 'software',
    energy: 'powercap',
  });
  client.close();
});

test('the socket belongs to owner and group alone', async () => {
  const { path } = await serving();
  expect((statSync(path).mode & 0o777).toString(8)).toBe('660');
});

test('garbage is answered with what was expected, and the connection goes on', async () => {
  const { path } = await serving();
  const { socket, received } = await rawClient(path);
  socket.write('hello?\n\n{"v":1}\n');
  socket.write(status(9));
  await eventually(() => expect(received().split('\n')).toHaveLength(4));
  const [first, second, third] = received().split('\n');
  expect(first).toBe('{"v":1,"id":0,"ok":false,"error":"not JSON, expected one JSON object a line"}');
  expect(second).toBe('{"v":1,"id":0,"ok":false,"error":"id missing, expected a whole number above 0"}');
  expect(JSON.parse(third ?? '')).toMatchObject({ id: 9, ok: true, status: { pid: 4242 } });
});

test('a daemon that has nothing to tell yet says so and lives on', async () => {
  const { directory, source } = await serving();
  source.failure = 'the machine has not described itself yet';
  const client = await connect(directory);
  await expect(client.status()).rejects.toThrow('the machine has not described itself yet');
  await expect(client.watch(5, () => {})).rejects.toThrow('the machine has not described itself yet');
  source.failure = undefined;
  expect(await client.status()).toMatchObject({ pid: 4242 });
  client.close();
});

test('half lines wait for their other half', async () => {
  const { path } = await serving();
  const { socket, received } = await rawClient(path);
  socket.write('{"v":1,"id":5,');
  await new Promise(resolve => setTimeout(resolve, 20));
  expect(received()).toBe('');
  socket.write('"op":"status"}\n');
  await eventually(() => expect(JSON.parse(received())).toMatchObject({ id: 5, ok: true }));
});

test('a line beyond 64 KiB is refused and ends the connection; others stay', async () => {
  const { path, directory } = await serving();
  const other = await connect(directory);
  const { socket, received, closed } = await rawClient(path);
  socket.write(`${status(1)}${'x'.repeat(70 * 1024)}`);
  await closed;
  const [first, last] = received().split('\n');
  expect(JSON.parse(first ?? '')).toMatchObject({ id: 1, ok: true });
  expect(last).toBe('{"v":1,"id":0,"ok":false,"error":"line of more than 65536 bytes"}');
  expect(await other.status()).toMatchObject({ pid: 4242 });
  other.close();
});

test('what has changed between two ticks is told to who asks next', async () => {
  const { directory, source, server } = await serving();
  const client = await connect(directory);
  expect((await client.status()).profile).toBe('balanced');
  source.now = madeStatus({ profile: 'performance' });
  server.changed();
  expect((await client.status()).profile).toBe('performance');
  client.close();
});

test('a client that asks and never reads is dropped when its backlog is full', async () => {
  const source = new MadeSource(madeStatus({ machine: 'x'.repeat(10_000) }));
  const { path, directory } = await serving(source, {
    requestBytes: 65_536,
    backlogBytes: 100_000,
    backlogOfAllBytes: 64_000_000,
    stallMs: 60_000,
    changesPerSecond: 5,
  });
  const { socket, closed } = await rawClient(path);
  socket.pause();
  // A paused socket sees its end only by failing to write.
  const asking = setInterval(() => socket.write(status(1).repeat(100)), 5);
  onTestFinished(() => clearInterval(asking));
  await closed;
  const other = await connect(directory);
  expect(await other.status()).toMatchObject({ pid: 4242 });
  other.close();
});

// Of 2,048 readers each could leave 4 MiB waiting: eight times what the unit lets the daemon take.
test('readers who together leave too much waiting are dropped, and those who may change things are not', async () => {
  const source = new MadeSource(madeStatus({ machine: 'x'.repeat(1_000_000) }));
  const { directory, server } = await serving(source, {
    requestBytes: 65_536,
    backlogBytes: 64_000_000,
    backlogOfAllBytes: 3_000_000,
    stallMs: 100_000_000,
    changesPerSecond: 5,
  });
  const member = await connect(directory);
  for (let i = 0; i < 8; i++) {
    const { socket } = await rawClient(join(directory, 'read.sock'));
    socket.pause();
    socket.write(status(1));
  }
  // Beside the member those whose replies are within bounds stay.
  await eventually(() => expect(server.clients).toBeLessThan(6));
  expect(server.clients).toBeGreaterThan(1);
  expect(await member.status()).toMatchObject({ pid: 4242 });
  member.close();
});

test('a watcher that stops reading is dropped after the stall time', async () => {
  const source = new MadeSource(madeStatus({ machine: 'x'.repeat(1_000_000) }));
  const { path, server } = await serving(source, {
    requestBytes: 65_536,
    backlogBytes: 64_000_000,
    backlogOfAllBytes: 64_000_000,
    stallMs: 100,
    changesPerSecond: 5,
  });
  const { socket, received } = await rawClient(path);
  socket.write('{"v":1,"id":1,"op":"watch","hz":20}\n');
  socket.pause();
  await eventually(() => expect(server.clients).toBe(0));
  // Only what the kernel had buffered was sent: no tick after the first has piled up.
  expect(received().length).toBeLessThan(1_000_000);
});

test('closing ends every connection, removes the socket and lets go of the ticks; twice is once', async () => {
  const { directory, path, server, source } = await serving();
  const client = await connect(directory);
  await server.close();
  await server.close();
  expect((await client.ended).message).toBe(`${path}: latticed closed the connection`);
  expect(() => statSync(path)).toThrow('ENOENT');
  expect(source.listeners.size).toBe(0);
});
