import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { BeatServer } from '../../../src/control/server/beat-server.js';
import type { Heartbeat } from '../../../src/governor/budget/heartbeats.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { eventually } from '../../fixtures/eventually.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { application } from './application.js';
import { program } from './library.js';

beforeAll(() => void program('client'), 300_000);

/** The daemon's end, as the daemon has it. */
async function listening(socket: string) {
  const beats: Heartbeat[] = [];
  const at: number[] = [];
  const server = new BeatServer(
    socket,
    (beat, seconds) => {
      beats.push(beat);
      at.push(seconds);
    },
    () => performance.now() / 1000,
  );
  await server.listen();
  onTestFinished(() => server.close());
  return { server, beats, at };
}

const socketForTest = (): string => join(folderForTest('beat'), 'heartbeat.sock');

test('progress is told, at most twice a second however often it beats', async () => {
  const socket = socketForTest();
  const started = performance.now();
  const { beats } = await listening(socket);
  const app = application(socket);
  await eventually(() => expect(beats.length).toBeGreaterThanOrEqual(4));
  const seconds = (performance.now() - started) / 1000;
  expect(beats.length).toBeLessThanOrEqual(1 + seconds / 0.5);
  expect(beats.every(b => b.name === 'test app' && b.pid === app.child.pid)).toBe(true);
  const done = beats.map(b => b.done);
  expect(done).toEqual([...done].sort((a, b) => a - b));
  expect((await app.info()).refused).toBe(0);
  app.child.stdin.end();
  expect(await app.ended).toBe(0);
});

test('a hint goes with the next line, again with each, is taken back, and ends with the application', async () => {
  const socket = socketForTest();
  const { server, beats } = await listening(socket);
  const app = application(socket);
  app.tell('hint 16.666 nan 0');
  await eventually(() =>
    expect(server.hinted()).toMatchObject([{ name: 'test app', deadline: 16.666, latency: null, batch: false }]),
  );
  app.tell('hint nan 3600000 1');
  await eventually(() => expect(server.hinted()).toMatchObject([{ deadline: null, latency: 3_600_000, batch: true }]));
  app.tell('hint nan nan 0');
  await eventually(() => expect(server.hinted()).toEqual([]));
  app.tell('hint nan 0.0001 0');
  await eventually(() => expect(server.hinted()).toMatchObject([{ latency: 0.002 }]));
  const told = beats.length;
  await eventually(() => expect(beats.length).toBeGreaterThan(told));
  expect(server.hinted()).toHaveLength(1);
  app.child.kill('SIGKILL');
  await eventually(() => expect(server.hinted()).toEqual([]));
});

test('the unit, and the longest answer since the line before, are told', async () => {
  const socket = socketForTest();
  const { beats } = await listening(socket);
  const app = application(socket);
  app.tell('unit tokens\nanswer 12.5\nanswer 99.875\nanswer 3\nanswer nan\nanswer -1\nunit no unit');
  await eventually(() => expect(beats).toContainEqual(expect.objectContaining({ unit: 'tokens', answer: 99.875 })));
  const told = beats.length;
  await eventually(() => expect(beats.length).toBeGreaterThan(told + 1));
  expect(Math.max(...beats.map(({ answer }) => answer ?? 0))).toBe(99.875);
  expect(beats.filter(({ answer }) => answer === 99.875)).toHaveLength(1);
  expect(beats.at(-1)).toEqual({ name: 'test app', pid: app.child.pid, done: expect.any(Number), unit: 'tokens' });
  expect((await app.info()).refused).toBe(0);
});

test('an answer before the daemon is there counts, and the longest line is taken', async () => {
  const socket = socketForTest();
  const app = application(socket);
  const gpu = `GPU-${'a'.repeat(60)}`;
  app.tell(
    `beat ${2 ** 53 - 1e6}\nunit ${'u'.repeat(24)}\ngpu ${gpu}\nhint 3599999.998 3599999.998 1\nanswer 3599999.999`,
  );
  expect(await app.info()).toMatchObject({ sent: 0, connected: 0 });
  const { beats, server } = await listening(socket);
  await eventually(() => expect(beats.length).toBeGreaterThan(0));
  expect(beats[0]).toMatchObject({ unit: 'u'.repeat(24), gpu, answer: 3_599_999.999 });
  expect(server.hinted()).toMatchObject([{ deadline: 3_599_999.998, latency: 3_599_999.998, batch: true }]);
  expect((await app.info()).refused).toBe(0);
});

test('what lines say of answers and units, byte by byte', () => {
  expect(execFileSync(program('answers'), [socketForTest()], { encoding: 'utf8' })).toMatch(/^\d+ passed, 0 failed\n$/);
}, 300_000);

test('it is there before the daemon, outlives it, and finds the next one', async () => {
  const socket = socketForTest();
  const app = application(socket);
  expect(await app.info()).toMatchObject({ sent: 0, connected: 0 });
  const first = await listening(socket);
  await eventually(() => expect(first.beats.length).toBeGreaterThan(0));
  await first.server.close();
  await eventually(async () => expect((await app.info()).connected).toBe(0));
  const before = (await app.info()).done;
  const second = await listening(socket);
  await eventually(() => expect(second.beats.at(-1)?.done).toBeGreaterThan(before));
  expect(await app.info()).toMatchObject({ connects: 2, connected: 1 });
});

test('a child after a fork tells of itself, and the parent goes on', async () => {
  const socket = socketForTest();
  const { beats } = await listening(socket);
  const app = application(socket);
  app.tell('hint 5 5 0');
  await eventually(() => expect(beats.length).toBeGreaterThan(0));
  app.tell('fork');
  await eventually(() => expect(app.said.some(s => s.who === 'child')).toBe(true));
  // Over a connection of its own: the parent's would end the child's hints with the parent.
  expect(app.said.find(s => s.who === 'child')).toMatchObject({ connects: 2, refused: 0 });
  const child = app.said.find(s => s.who === 'child')?.pid;
  await eventually(() => expect(beats.find(b => b.pid === child)?.done).toBeGreaterThanOrEqual(1_000_000));
  const told = beats.length;
  await eventually(() => expect(beats.slice(told).some(b => b.pid === app.child.pid)).toBe(true));
  expect(beats.filter(b => b.pid === app.child.pid).every(b => b.done < 1_000_000)).toBe(true);
  await eventually(() => expect(beats.some(b => b.answer === 777)).toBe(true));
  expect(beats.filter(b => b.answer === 777).map(b => b.pid)).toEqual([app.child.pid]);
  expect(app.said.some(s => s.who.includes('failed'))).toBe(false);
});

test('no beat is lost when signals beat in the middle of one', async () => {
  const socket = socketForTest();
  const { beats } = await listening(socket);
  const app = application(socket);
  app.tell('signals');
  await eventually(() => expect(app.said.map(s => s.who)).toEqual(['all counted']));
  expect(app.said[0]?.handled).toBeGreaterThan(0);
  await eventually(() => expect(beats.some(b => (b.answer ?? 0) > 1)).toBe(true));
  const total = (await app.info()).done;
  await eventually(() => expect(beats.at(-1)?.done).toBeGreaterThanOrEqual(total));
});

test('threads may beat, answer, hint and name GPU and unit at the same time', async () => {
  const socket = socketForTest();
  const { beats } = await listening(socket);
  const app = application(socket);
  app.tell('threads');
  await eventually(() => expect(app.said[0]?.who).toBe('threads'));
  expect(beats.some(b => b.gpu === 3)).toBe(true);
  await eventually(() => expect(beats.some(b => b.answer === 499.5)).toBe(true));
  await eventually(() => expect(beats.at(-1)?.unit).toBe('a-word-of-24-letters-xyz'));
  const units = [undefined, 'frames', 'a-word-of-24-letters-xyz'];
  expect(beats.every(({ unit }) => units.includes(unit))).toBe(true);
  expect((await app.info()).refused).toBe(0);
});

test('a thread that is cancelled in a beat leaves the others their client, and closes its own', async () => {
  const socket = socketForTest();
  const { server, beats } = await listening(socket);
  const app = application(socket);
  app.tell('cancel');
  await eventually(() => expect(app.said.map(s => s.who)).toEqual(['cancelled']));
  await eventually(() => expect(beats.some(b => b.gpu === 5)).toBe(true));
  await eventually(() => expect(server.hinted()).toEqual([]));
});

test('where the program closed the descriptor, nothing is written into what has its number now', async () => {
  const folder = folderForTest('beat');
  const socket = join(folder, 'heartbeat.sock');
  const { beats } = await listening(socket);
  const app = application(socket);
  await eventually(() => expect(beats.length).toBeGreaterThan(0));
  const other = join(folder, 'other');
  writeFileSync(other, '');
  app.tell(`reuse ${other}`);
  await eventually(() => expect(app.said.at(-1)?.who).toBe('reused'));
  const told = beats.length;
  await eventually(() => expect(beats.length).toBeGreaterThan(told));
  expect(readFileSync(other, 'utf8')).toBe('');
  expect((await app.info()).connects).toBe(2);
});

test('a daemon that hangs up at once, or says that all is wrong, ends no application', async () => {
  const socket = socketForTest();
  let answers = 0;
  const server = createServer(client => {
    client.on('error', () => {});
    if (answers++ === 0) client.destroy();
    else client.write('{"ok":false,"error":"no"}\n');
  });
  await new Promise<void>(resolve => server.listen(socket, resolve));
  onTestFinished(() => void server.close());
  const app = application(socket);
  await eventually(async () => expect((await app.info()).refused).toBeGreaterThan(0));
  expect((await app.info()).connects).toBeGreaterThan(1);
  app.child.stdin.end();
  expect(await app.ended).toBe(0);
});

test('latticed shows the hint, and a restart of it loses neither hint nor application', async () => {
  const runtimeDir = folderForTest('beat');
  const app = application(join(runtimeDir, 'heartbeat.sock'));
  app.tell('hint 16.7 4 0');
  const wanted = [{ name: 'test app', pid: app.child.pid, deadline: 16.7, latency: 4, batch: false }];
  const seen = async (daemon: DaemonRun): Promise<void> =>
    eventually(async () => expect((await daemon.status())?.hints).toMatchObject(wanted));
  const first = new DaemonRun({ runtimeDir, args: ['--simulate'] });
  await seen(first);
  first.process.kill('SIGKILL');
  await first.left();
  await seen(new DaemonRun({ runtimeDir, args: ['--simulate'] }));
  expect(await app.info()).toMatchObject({ connects: 2, refused: 0 });
});
