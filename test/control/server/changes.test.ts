import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dial } from '../../../src/control/client/client.js';
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
  const { path, source } = await serving();
  const { socket, received } = await rawClient(path);
  const lines = Array.from({ length: 200 }, (_, i) => `{"v":1,"id":${i + 1},"op":"set","profile":"balanced"}\n`);
  const from = performance.now();
  socket.write(`${lines.join('')}{"v":1,"id":999,"op":"wishes"}\n`);
  await until('all answers', received, text => text.includes('"id":999,'));
  expect(received()).toContain('"id":999,"ok":true');
  expect(received()).toContain('more than 20 changes a second: try again in a second');
  expect(source.changes.length).toBeGreaterThanOrEqual(20);
  const seconds = Math.floor((performance.now() - from) / 1000);
  expect(source.changes.length).toBeLessThanOrEqual(20 * (seconds + 2));
});
