import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectHelper } from '../../src/machine/linux/helper/connection.js';
import { encodeRequest, FrameDecoder } from '../../src/machine/linux/helper/frames.js';
import { type Injector, injectorForTest } from '../fixtures/errno/injector.js';
import { type HelperRun, helperForTest } from '../fixtures/helper.js';
import { listening as listeningOn } from '../fixtures/listening.js';
import { folderForTest } from '../fixtures/scratch.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { policyFile, type Tree } from '../fixtures/trees/tree.js';
import { until } from '../rig/poll.js';

const maximum = policyFile(0, 'scaling_max_freq');

interface Service {
  readonly tree: Tree;
  readonly socket: string;
  readonly process: ChildProcess;
  readonly stderr: string[];
  readonly injector: Injector;
}

/** A helper as systemd runs it: on a socket, whoever comes and goes. */
function service(
  tree = treeForTest('intel-hybrid'),
  runtimeDir = folderForTest('run'),
  more: readonly string[] = [],
): Service {
  const socket = join(runtimeDir, 'helper.sock');
  const injector = injectorForTest(tree);
  const child = spawn(
    injector.wrapper,
    ['--socket', socket, '--root', tree.root, '--runtime-dir', runtimeDir, ...more],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const stderr: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => stderr.push(text));
  onTestFinished(() => void child.kill('SIGKILL'));
  return { tree, socket, process: child, stderr, injector };
}

async function listening(s: Service): Promise<Service> {
  await listeningOn(s.socket);
  return s;
}

const engine = ({ tree, socket }: Service): Promise<HelperRun> =>
  helperForTest(tree, { open: () => connectHelper(socket) });

describe('--socket', () => {
  it('serves an engine, puts back when it goes, and serves the next', async () => {
    const s = await listening(service());
    const before = s.tree.settings();
    const first = await engine(s);
    expect(await first.set({ 'policy0.max_freq': 1_000_000 })).toEqual({ 'policy0.max_freq': { value: 1_000_000 } });
    await first.machine.stop();
    await until(
      'put back',
      () => s.tree.read(maximum),
      khz => khz === '4700000',
    );
    const second = await engine(s);
    expect(second.hello.epoch).toBeGreaterThan(first.hello.epoch);
    expect(second.hello.baseline).toEqual({});
    expect(s.tree.settings()).toEqual(before);
  });

  it('refuses a second engine in words, and the first goes on', async () => {
    const s = await listening(service());
    const first = await engine(s);
    await first.set({ 'policy0.max_freq': 1_000_000 });
    await expect(engine(s)).rejects.toThrow('another engine is connected');
    expect(await first.set({ 'policy0.max_freq': 2_000_000 })).toEqual({ 'policy0.max_freq': { value: 2_000_000 } });
    expect(first.lost).toEqual([]);
  });

  it('puts back at SIGTERM, takes its socket away and ends with 0', async () => {
    const s = await listening(service());
    const run = await engine(s);
    await run.set({ 'policy0.max_freq': 1_000_000 });
    s.process.kill('SIGTERM');
    await until(
      'the helper has left',
      () => s.process.exitCode,
      code => code !== null,
    );
    expect(s.process.exitCode).toBe(0);
    expect(s.tree.read(maximum)).toBe('4700000');
    expect(existsSync(s.socket)).toBe(false);
  });

  it('killed and started again: the old socket file is no obstacle, and the engine comes back to it', async () => {
    const s = await listening(service());
    const runtimeDir = join(s.socket, '..');
    const run = await engine(s);
    await run.set({ 'policy0.max_freq': 1_000_000 });
    s.process.kill('SIGKILL');
    await until(
      'lost',
      () => run.lost.length,
      count => count > 0,
    );
    service(s.tree, runtimeDir);
    await until(
      'a second hello',
      () => run.hellos.length,
      count => count === 2,
    );
    expect(s.tree.read(maximum)).toBe('4700000');
    await until(
      'told',
      () => run.restored.map(r => r.why),
      whys => whys.includes('start'),
    );
  });

  it('is open to its user and group only', async () => {
    const s = await listening(service());
    expect(statSync(s.socket).mode & 0o777).toBe(0o660);
  });

  it('a path where a file stands is refused in words, and the file stays', async () => {
    const runtimeDir = folderForTest('run');
    writeFileSync(join(runtimeDir, 'helper.sock'), 'mine');
    const s = service(treeForTest('no-cpufreq'), runtimeDir);
    await until(
      'the helper has left',
      () => s.process.exitCode,
      code => code !== null,
    );
    expect(s.process.exitCode).toBe(1);
    expect(s.stderr.join('')).toContain(s.socket);
    expect(statSync(s.socket).isFile()).toBe(true);
  });
});

const root = process.getuid?.() === 0;
const nobody = 65534;

/** Connects as another user, says this, and tells what came back until the helper hung up or said hello. */
function asNobody({ socket }: Service, says: Buffer = Buffer.of()): Promise<string> {
  // As if it were in the group of the socket.
  chmodSync(dirname(socket), 0o755);
  chmodSync(socket, 0o666);
  const script = `const s = require('node:net').connect(process.argv[1]); s.pipe(process.stdout); if (process.argv[2]) s.write(process.argv[2], 'base64');
    s.on('error', () => {}).on('close', () => process.exit());`;
  const child = spawn(process.execPath, ['-e', script, socket, says.toString('base64')], {
    cwd: '/',
    uid: nobody,
    gid: nobody,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill());
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    said += part;
    if (said.includes('"hello"')) child.kill();
  });
  return new Promise(resolve => child.once('close', () => resolve(said)));
}

/** A bare connection: what the helper says, and when it hung up. */
function visitor({ socket }: Service) {
  const connection = connect(socket);
  const decoder = new FrameDecoder();
  const said: { t: string; why?: string }[] = [];
  connection
    .on('error', () => undefined)
    .on('data', (chunk: Buffer) => {
      for (const frame of decoder.push(chunk)) if (frame.type === 'json') said.push(frame.body as { t: string });
    });
  onTestFinished(() => void connection.destroy());
  const closed = new Promise<void>(resolve => connection.once('close', () => resolve()));
  return { connection, said, closed };
}

const greeted = (v: ReturnType<typeof visitor>) =>
  until(
    'a hello',
    () => v.said.map(m => m.t),
    all => all.includes('hello'),
  );

// Anybody in the group lattice could take the engine's place at the socket, set 800 MHz past every rule, and keep the engine out.
describe.runIf(root)('who may connect', () => {
  it('another user is told who may, and holds nobody up', async () => {
    const s = await listening(service());
    const frame = encodeRequest({ id: 1, op: 'set', lease_s: 60, values: { 'policy0.max_freq': 800_000 } });
    const crowd = [asNobody(s), asNobody(s), asNobody(s, frame)];
    const run = await engine(s);
    expect(await run.set({ 'policy0.max_freq': 1_000_000 })).toEqual({ 'policy0.max_freq': { value: 1_000_000 } });
    const heard = await Promise.all(crowd);
    for (const text of heard) expect(text).not.toContain('"hello"');
    for (const text of heard.slice(0, 2))
      expect(text).toContain('only root and the user lattice may drive the helper, not uid 65534');
    expect(s.tree.read(maximum)).toBe('1000000');
  });

  it('the user who is named may', async () => {
    const s = await listening(service(undefined, undefined, ['--engine-user', 'nobody']));
    expect(await asNobody(s)).toContain('"t":"hello"');
  });
});

it('an engine’s user who is not there is named, and nobody is served', async () => {
  const s = service(undefined, undefined, ['--engine-user', 'no-such-user']);
  await until(
    'the helper has left',
    () => s.process.exitCode,
    code => code !== null,
  );
  expect(s.process.exitCode).toBe(1);
  expect(s.stderr.join('')).toBe('lattice-helper: --engine-user no-such-user: there is no such user\n');
});

// Whoever connected and said nothing held the one place for ever.
it('who asks for nothing is told so and loses the place; who has asked may be silent', async () => {
  const [mute, halting, talking] = await Promise.all([1, 2, 3].map(() => listening(service())));
  if (mute === undefined || halting === undefined || talking === undefined) throw new Error('three services');
  const visitors = [visitor(mute), visitor(halting), visitor(talking)];
  await Promise.all(visitors.map(greeted));
  visitors[1]?.connection.write(Buffer.from([90, 0, 0, 0, 0x4a, 0x7b]));
  visitors[2]?.connection.write(encodeRequest({ id: 1, op: 'sample' }));
  await Promise.all([visitors[0]?.closed, visitors[1]?.closed]);
  for (const v of visitors.slice(0, 2))
    expect(v.said.at(-1)?.why).toBe('nothing was asked within 10 s of the hello: the place is for an engine');
  expect((await engine(mute)).hello.controls.length).toBeGreaterThan(0);
  await expect(engine(talking)).rejects.toThrow('another engine is connected');
});

// The next engine was refused when its connection was seen before the end of the one that had died.
it('the place of an engine that has gone is free, in whichever order the two are seen', async () => {
  const s = await listening(service());
  const first = visitor(s);
  await greeted(first);
  s.process.kill('SIGSTOP');
  const second = visitor(s);
  await new Promise(resolve => second.connection.once('connect', resolve));
  first.connection.destroy();
  s.process.kill('SIGCONT');
  await greeted(second);
  expect(second.said.map(m => m.t)).toEqual(['hello']);
});
