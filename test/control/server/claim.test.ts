import { spawnSync } from 'node:child_process';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { connect } from '../../../src/control/client/client.js';
import { ControlServer } from '../../../src/control/server/server.js';
import { serving, temporary } from '../fixture.js';
import { MadeSource } from '../made.js';

/** Leaves the socket file of a process that was killed. */
function leaveStale(path: string): void {
  const script = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', script]);
  expect(statSync(path).isSocket()).toBe(true);
}

test('the socket of a dead daemon is cleared away', async () => {
  const directory = temporary();
  leaveStale(join(directory, 'control.sock'));
  await serving(new MadeSource(), undefined, directory);
  const client = await connect(directory);
  expect((await client.status()).pid).toBe(4242);
  client.close();
  expect(readdirSync(directory)).toEqual(['control.sock', 'read.sock']);
});

test('a living daemon is named and left alone', async () => {
  const { directory, path } = await serving();
  const second = new ControlServer(path, new MadeSource());
  await expect(second.listen()).rejects.toMatchObject({
    kind: 'taken',
    message: `${path}: another latticed (pid 4242) runs; stop it or use another --runtime-dir`,
  });
  await second.close();
  const client = await connect(directory);
  expect((await client.status()).pid).toBe(4242);
  client.close();
});

test('of many that start at once over a stale socket exactly one gets it, and can be reached', async () => {
  const directory = temporary();
  const path = join(directory, 'control.sock');
  leaveStale(path);
  const servers = Array.from({ length: 8 }, () => new ControlServer(path, new MadeSource()));
  const results = await Promise.allSettled(servers.map(server => server.listen()));
  expect(results.filter(r => r.status === 'fulfilled')).toHaveLength(1);
  const client = await connect(directory);
  expect((await client.status()).pid).toBe(4242);
  client.close();
  await Promise.all(servers.map(server => server.close()));
});

test('a file that is no socket is never removed', async () => {
  const path = join(temporary(), 'control.sock');
  writeFileSync(path, 'precious');
  await expect(new ControlServer(path, new MadeSource()).listen()).rejects.toThrow('exists and is no socket');
  expect(statSync(path).size).toBe(8);
});

test('a path too long for a socket, and a directory that is not there, are said', async () => {
  const long = join(temporary(), 'd'.repeat(120), 'control.sock');
  await expect(new ControlServer(long, new MadeSource()).listen()).rejects.toThrow(
    /bytes, a socket's path may have 107/,
  );
  const none = join(temporary(), 'none', 'control.sock');
  await expect(new ControlServer(none, new MadeSource()).listen()).rejects.toThrow('its directory does not exist');
});

test('no daemon, a dead daemon: absent, with the path', async () => {
  const directory = temporary();
  const path = join(directory, 'control.sock');
  await expect(connect(directory)).rejects.toMatchObject({
    kind: 'absent',
    message: `no latticed running (no socket at ${path})`,
  });
  leaveStale(path);
  await expect(connect(directory)).rejects.toMatchObject({
    kind: 'absent',
    message: `no latticed running (the one that made ${path} is gone)`,
  });
});

test.each([
  ['HTTP/1.1 400 Bad Request\n', 'an answer that is not JSON'],
  ['{"v":9,"id":1,"ok":true}\n', 'an answer of protocol version 9, expected 1'],
  ['{"v":1,"id":1,"ok":true,"other":{}}\n', 'an answer of protocol version 1 without'],
])('another program at the socket that says %j is an error, not a hang', async (answer, error) => {
  const directory = temporary();
  const path = join(directory, 'control.sock');
  const stranger = createServer(socket => socket.on('error', () => {}).end(answer));
  await new Promise<void>(resolve => stranger.listen(path, resolve));
  onTestFinished(() => void stranger.close());
  await expect((await connect(directory)).status()).rejects.toThrow(`${path}: ${error}`);
});
