import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { dial } from '../../../src/control/client/client.js';
import { encodeRequest, FrameDecoder } from '../../../src/machine/linux/helper/frames.js';
import { helperPath } from '../../../src/machine/linux/helper/helper-path.js';
import { rawClient } from '../../control/fixture.js';
import { listening } from '../../fixtures/listening.js';
import { residentKib } from '../../fixtures/process.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { treeForTest } from '../../fixtures/trees/for-test.js';
import { until } from '../../rig/poll.js';
import { Grammar } from './grammar.js';
import { expectOffered, trimmed } from './offered.js';
import { fuzzMessages, fuzzSeed, mostGrowthKib, WatchedDaemon } from './watched-daemon.js';

/** One connection's messages. */
const batch = 1000;
const timeout = 300_000 + fuzzMessages * 2;

const requests = [
  { id: 1, op: 'rate', active_hz: 10, quiet_hz: 1, batch_s: 20 },
  { id: 2, op: 'sample' },
  { id: 8, op: 'tasks', hold_s: 30 },
  { id: 9, op: 'tasks', hold_s: 0, size: 4096, cgroup: 1 },
  { op: 'beat', lease_s: 5 },
  { id: 3, op: 'set', lease_s: 5, values: { 'policy0.max_freq': 1_000_000, 'policy0.min_freq': 500_000 } },
  { id: 4, op: 'set', lease_s: 60, values: { 'policy1.epp': 'power', 'policy1.governor': 'performance', boost: 0 } },
  { op: 'set', lease_s: 1, values: { platform_profile: 'low-power', 'package0.long_term.limit': 10_000_000 } },
  { id: 5, op: 'set', values: { 'policy7.max_freq': 3_500_000, nothing: 1 } },
  { id: 6, op: 'set', values: { 'policy7.max_freq': 3_500_001, 'policy0.min_freq': 399_999, boost: 2 } },
  { id: 7, op: 'set', values: { 'policy1.epp': 'performanc', 'policy1.governor': '', 'package0.long_term.limit': 0 } },
];
const restore = encodeRequest({ id: 6, op: 'restore' });

/** Nothing after it can be understood. */
const tooLong = Buffer.from([0xff, 0xff, 0xff, 0xff, 0x4a]);
/** As long as a frame may be. */
const longest = encodeRequest({ op: 'x'.repeat(4 * 1024 * 1024 - 10) });

/** A frame round a body; some have a type that no frame of an engine has, or are empty. */
function frame(body: Buffer, grammar: Grammar): Buffer {
  const head = Buffer.alloc(5);
  const odd = grammar.below(200);
  if (odd === 0) return Buffer.alloc(4);
  head.writeUInt32LE(body.length + 1, 0);
  head[4] = odd === 1 ? grammar.below(256) : 0x4a;
  return Buffer.concat([head, body]);
}

interface Control {
  readonly name: string;
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly string[];
}

/** What the helper says; fields that are looked at. */
interface Answer {
  readonly t: string;
  readonly id?: number;
  readonly error?: string;
  readonly results?: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly controls?: readonly Control[];
}

/** A value that stands after a set is one that the hello has offered. */
function expectOfferedBy(control: Control | undefined, value: unknown): void {
  const { choices, min = Number.NaN, max = Number.NaN } = control ?? {};
  const fits = choices === undefined ? Number(value) >= min && Number(value) <= max : choices.includes(String(value));
  expect([control, value, fits]).toEqual([control, value, true]);
}

function startHelper(root: string): { socket: string; child: ChildProcess; said: () => string } {
  const runtimeDir = folderForTest('run');
  const socket = join(runtimeDir, 'helper.sock');
  // Sanitizers, where the helper has them, keep freed memory for a while: little of it here, since growth is looked for.
  const env = { ...process.env, ASAN_OPTIONS: 'quarantine_size_mb=4' };
  const child = spawn(helperPath(), ['--socket', socket, '--root', root, '--runtime-dir', runtimeDir], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env,
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-5000);
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { socket, child, said: () => said };
}

it(`${fuzzMessages} messages of an engine to the helper (seed ${fuzzSeed})`, { timeout }, async () => {
  const tree = treeForTest('intel-hybrid');
  const before = tree.settings();
  const { socket: path, child, said } = startHelper(tree.root);
  await listening(path);
  const grammar = new Grammar(fuzzSeed, requests);
  const seen = { acks: 0, errors: 0, taken: 0, lost: 0 };
  const offered = new Map<string, Control>();
  let warm = 0;
  for (let sent = 0; sent < fuzzMessages; sent += batch) {
    const marker = 1_000_000_000 + sent;
    const frames = Array.from({ length: batch }, () => frame(grammar.message(), grammar));
    if (grammar.below(2) > 0) frames.splice(grammar.below(batch), 0, restore);
    if (grammar.below(100) === 0) frames.splice(grammar.below(batch), 0, longest);
    frames.push(grammar.below(10) === 0 ? tooLong : encodeRequest({ id: marker, op: 'beat' }));
    let [answered, closed] = [false, false];
    const decoder = new FrameDecoder();
    const engine = connect(path);
    engine.on('error', () => undefined);
    engine.on('close', () => {
      closed = true;
    });
    engine.on('data', (chunk: Buffer) => {
      for (const each of decoder.push(chunk)) {
        if (each.type !== 'json') continue;
        const { t, id, error, results = {}, controls } = each.body as Answer;
        for (const control of controls ?? []) offered.set(control.name, control);
        if (t === 'error' || error !== undefined) seen.errors++;
        else if (t === 'ack') seen.acks++;
        for (const [name, { value }] of Object.entries(results)) {
          if (value === undefined) continue;
          expectOfferedBy(offered.get(name), value);
          seen.taken++;
        }
        answered ||= t === 'ack' && id === marker;
      }
    });
    for (const piece of grammar.pieces(Buffer.concat(frames))) engine.write(piece);
    // It answers all, or it has said that it can't follow any more.
    await until(
      'an answer or an end',
      () => answered || closed,
      over => over,
      { every: 5 },
    );
    if (!answered) seen.lost++;
    expectOffered(tree, before);
    // Half a frame is left behind, or half a connection.
    if (grammar.below(2) > 0) engine.write(restore.subarray(0, 7));
    if (grammar.below(2) > 0) engine.end();
    else engine.destroy();
    await until(
      'everything put back',
      () => trimmed(tree.settings()).filter(([file, text]) => before.get(file)?.trim() !== text),
      changed => changed.length === 0,
      { every: 5 },
    );
    engine.destroy();
    expect([child.exitCode, child.signalCode, said()]).toEqual([null, null, expect.not.stringContaining('ERROR')]);
    if (warm === 0 && sent + batch >= fuzzMessages / 2) warm = residentKib(child.pid ?? 0);
  }
  const grown = residentKib(child.pid ?? 0) - warm;
  expect(grown).toBeLessThan(mostGrowthKib);
  expect(seen.taken).toBeGreaterThan(fuzzMessages / 1000);
  expect(seen.errors).toBeGreaterThan(fuzzMessages / 1000);
  console.info(`helper: ${fuzzMessages} messages, ${JSON.stringify(seen)}, memory ${grown} KiB more`);
  child.kill('SIGTERM');
  await until(
    'its end',
    () => child.exitCode,
    code => code === 0,
  );
});

const operations = [
  { op: 'status' },
  { op: 'wishes' },
  { op: 'describe' },
  { op: 'signals', name: 'policy0.busy' },
  { op: 'watch', hz: 2 },
  { op: 'feedback', say: 'slow' },
  { op: 'set', profile: 'power-saver' },
  { op: 'hold', profile: 'performance', reason: 'r', app: 'a' },
  { op: 'release', hold: 1 },
  { op: 'override', max: 2_400_000 },
  { op: 'override', min: 1_200_000, max: 1_300_000, cpus: '0-1', for: 1 },
  { op: 'override', epp: 'power', governor: 'powersave', connected: true },
  { op: 'override', boost: false, while: 1, pid: 1 },
  { op: 'clear', override: 'all' },
  { op: 'experiment', do: 'stop' },
  { op: 'tasks' },
  { op: 'tasks', by: 'unit', sort: 'cpu', limit: 20 },
].map(message => ({ v: 1, id: 7, ...message }));

it(`${fuzzMessages} messages of people to the daemon (seed ${fuzzSeed})`, { timeout }, async () => {
  const watched = new WatchedDaemon();
  await watched.ready();
  const path = join(watched.daemon.runtimeDir, 'control.sock');
  const grammar = new Grammar(fuzzSeed, operations);
  const seen = { taken: 0, refused: 0 };
  for (let sent = 0; sent < fuzzMessages; sent += batch) {
    const { socket, received, closed } = await rawClient(path);
    const lines = Array.from({ length: batch }, () => [
      grammar.message(),
      Buffer.from(grammar.below(50) > 0 ? '\n' : '\r\n\n'),
    ]);
    for (const piece of grammar.pieces(Buffer.concat(lines.flat()))) socket.write(piece);
    // Some end their half and read on, some go while they are answered.
    if (grammar.below(4) > 0) {
      socket.end();
      await Promise.race([closed, sleep(2000)]);
    }
    socket.destroy();
    seen.taken += received().split('"ok":true').length - 1;
    seen.refused += received().split('"ok":false').length - 1;
    watched.checkWrites();
    if (sent < fuzzMessages / 2 && sent + batch >= fuzzMessages / 2) watched.warm();
  }
  const client = await dial(path);
  await client.experiment({ do: 'stop' }).catch(() => undefined);
  client.close();
  await watched.check();
  expect(seen.taken).toBeGreaterThan(fuzzMessages / 1000);
  expect(seen.refused).toBeGreaterThan(fuzzMessages / 1000);
  console.info(`daemon: ${fuzzMessages} messages, ${JSON.stringify(seen)}, memory ${watched.grownKib} KiB more`);
  await watched.stop();
});
