import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { dial } from '../../../src/control/client/client.js';
import { eventually } from '../../fixtures/eventually.js';
import { until } from '../../rig/poll.js';
import { rawClient, serving } from '../fixture.js';
import { MadeSource, madeRequests } from '../made.js';

async function client(path: string) {
  const made = await dial(path);
  onTestFinished(() => made.close());
  return made;
}

test('a change comes as it was asked for, and its answer is what is wished for now', async () => {
  const { path, source } = await serving();
  const asking = await client(path);
  expect(await asking.requests()).toEqual({ ...madeRequests(), made: null, machine: 'linux', simulated: false });
  const change = { op: 'override', wish: { max: 2_400_000, cpus: 'P' }, lasting: { connected: true } } as const;
  expect(await asking.change(change)).toEqual({ ...madeRequests(), made: 7, machine: 'linux', simulated: false });
  expect(source.changes).toMatchObject([{ change }]);
});

test('what the daemon refuses is an answer, and the connection goes on', async () => {
  const source = new MadeSource();
  const { path } = await serving(source);
  const asking = await client(path);
  source.failure = 'max 9.00 GHz, expected 0.40 GHz to 4.40 GHz';
  await expect(asking.change({ op: 'clear', override: 'all' })).rejects.toThrow(source.failure);
  source.failure = undefined;
  expect(await asking.change({ op: 'release', hold: 1 })).toMatchObject({ made: null });
});

test('the end of a connection is told with what stood for it, also when its process was killed', async () => {
  const { path, source } = await serving();
  const asking = await client(path);
  await asking.change({ op: 'hold', profile: 'performance', reason: 'r', app: 'a' });
  asking.close();
  await until(
    'word of its end',
    () => source.gone,
    gone => gone.length > 0,
  );
  expect(source.gone).toEqual([source.changes[0]?.client]);
});

test('the twin is for everybody, and changes nothing', async () => {
  const { directory, source } = await serving();
  const twin = join(directory, 'read.sock');
  expect((statSync(twin).mode & 0o777).toString(8)).toBe('666');
  const reading = await client(twin);
  expect(await reading.status()).toMatchObject({ profile: 'balanced' });
  expect(await reading.requests()).toMatchObject({ profile: 'balanced' });
  expect(await reading.feedback('show')).toMatchObject({ profile: 'balanced' });
  await expect(reading.change({ op: 'set', profile: 'performance' })).rejects.toThrow(
    /set: no permission here; (members of group \w+ may connect|only root may connect)/,
  );
  await expect(reading.feedback('slow')).rejects.toThrow(/feedback slow: no permission here/);
  expect([source.changes, source.heard]).toEqual([[], ['show']]);
});

// 300 clients whose every line was refused kept ticks waiting until the lease had ended.
test('a flood of readers is refused once, and its connection ended', async () => {
  const { directory } = await serving();
  const { socket, received, closed } = await rawClient(join(directory, 'read.sock'));
  socket.write('{"v":1,"id":1,"op":"wishes"}\n'.repeat(20_000));
  await closed;
  const refused = received().split('more than 500 requests a second by all who only read').length - 1;
  expect(refused).toBe(1);
  expect(received().split('\n').length).toBeLessThan(20_000);
  const status = async () => (await client(join(directory, 'read.sock'))).status();
  await until(
    'an answer to the next',
    () => status().catch(() => undefined),
    answer => answer !== undefined,
  );
});

test('more changes than a person makes are refused, and reading goes on', async () => {
  // Of a second that takes as long as the answers a slow machine makes several, and refuses none.
  const clock = vi.spyOn(performance, 'now').mockReturnValue(1000);
  onTestFinished(() => clock.mockRestore());
  const { path, source } = await serving();
  const { socket, received } = await rawClient(path);
  const lines = (from: number) =>
    Array.from({ length: 200 }, (_, i) => `{"v":1,"id":${from + i},"op":"set","profile":"balanced"}\n`).join('');
  socket.write(`${lines(1)}{"v":1,"id":999,"op":"wishes"}\n`);
  await eventually(() => expect(received()).toContain('"id":999,"ok":true'));
  expect(received().split('more than 20 changes a second: try again in a second')).toHaveLength(181);
  expect(source.changes).toHaveLength(20);
  clock.mockReturnValue(2000);
  socket.write(`${lines(201)}{"v":1,"id":1000,"op":"wishes"}\n`);
  await eventually(() => expect(received()).toContain('"id":1000,"ok":true'));
  expect(source.changes).toHaveLength(40);
});
