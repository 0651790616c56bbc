import { describe, expect, it, onTestFinished } from 'vitest';
import { type Connection, spawnHelper } from '../../src/machine/linux/helper/connection.js';
import { encodeRequest, FrameDecoder } from '../../src/machine/linux/helper/frames.js';
import { helperPath } from '../../src/machine/linux/helper/helper-path.js';
import { folderForTest } from '../fixtures/scratch.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { policyFile, type Tree } from '../fixtures/trees/tree.js';
import { until } from '../rig/poll.js';

interface Message {
  readonly t: string;
  readonly id?: number;
  readonly results?: object;
}

/** A helper that is spoken to in bytes: what LinuxMachine would never send. */
class RawEngine {
  readonly messages: Message[] = [];
  ended: string | undefined;
  readonly connection: Connection;

  constructor(tree: Tree) {
    this.connection = spawnHelper(
      { path: helperPath(), root: tree.root, runtimeDir: folderForTest('run'), readOnly: false },
      () => undefined,
    );
    const decoder = new FrameDecoder();
    this.connection.input.on('data', (chunk: Buffer) => {
      for (const frame of decoder.push(chunk)) if (frame.type === 'json') this.messages.push(frame.body as Message);
    });
    this.connection.onEnd(why => {
      this.ended = why;
    });
    onTestFinished(() => this.connection.close(3000));
  }

  send(...bytes: readonly Buffer[]): void {
    this.connection.output.write(Buffer.concat(bytes));
  }

  ask(request: object): void {
    this.send(encodeRequest(request));
  }

  of(type: string): Message[] {
    return this.messages.filter(m => m.t === type);
  }

  async ack(id: number): Promise<Message | undefined> {
    return until(
      `ack ${id}`,
      () => this.of('ack').find(m => m.id === id),
      found => found !== undefined,
    );
  }
}

async function greeted(tree: Tree = treeForTest('intel-hybrid')): Promise<RawEngine> {
  const engine = new RawEngine(tree);
  await until(
    'hello',
    () => engine.of('hello').length,
    count => count === 1,
  );
  return engine;
}

const text = (body: string): Buffer => {
  const frame = Buffer.alloc(5);
  frame.writeUInt32LE(Buffer.byteLength(body) + 1, 0);
  frame.write('J', 4);
  return Buffer.concat([frame, Buffer.from(body)]);
};
const head = (length: number, rest = ''): Buffer => {
  const frame = Buffer.alloc(4);
  frame.writeUInt32LE(length, 0);
  return Buffer.concat([frame, Buffer.from(rest)]);
};

describe('a frame that is no request is answered with an error, and the stream goes on', () => {
  it.each([
    ['an empty frame', head(0)],
    ['an unknown type', head(3, 'X{}')],
    ['a sample', head(9, 'S12345678')],
    ['no JSON', text('hello')],
    ['half an object', text('{"op":"set"')],
    ['a list', text('[]')],
    ['nothing', text('')],
    ['bytes that are no UTF-8', Buffer.concat([head(4, 'J'), Buffer.from([0xff, 0xfe, 0x80])])],
    ['nested without end', text(`{"a":${'['.repeat(50_000)}`)],
    ['NUL in the middle', text('{"op":"be\0at"}')],
    ['an operation without an id that is none', text('{"op":"explode"}')],
  ])('%s', async (_, bytes) => {
    const engine = await greeted();
    engine.send(bytes);
    engine.ask({ id: 7, op: 'beat', lease_s: 5 });
    expect(await engine.ack(7)).toMatchObject({ t: 'ack' });
    expect(engine.of('error')).toEqual([{ t: 'error', why: expect.stringMatching(/\w+ \w+/) }]);
    expect(engine.ended).toBeUndefined();
  });
});

describe('a request with an id that makes no sense is answered by it', () => {
  it.each([
    ['an unknown operation', { op: 'overclock' }],
    ['none at all', {}],
    ['a set without values', { op: 'set', lease_s: 5 }],
    ['a lease of no time', { op: 'set', lease_s: 0, values: { 'policy0.max_freq': 1_000_000 } }],
    ['a lease without end', { op: 'set', lease_s: 1e9, values: { 'policy0.max_freq': 1_000_000 } }],
    ['a lease in words', { op: 'beat', lease_s: 'long' }],
    ['a rate beyond reason', { op: 'rate', active_hz: 10_000, quiet_hz: 1, batch_s: 1 }],
    ['a rate of nothing', { op: 'rate', active_hz: 0, quiet_hz: 0, batch_s: 0 }],
    ['quieter than active', { op: 'rate', active_hz: 2, quiet_hz: 5, batch_s: 1 }],
    ['a batch of a day', { op: 'rate', active_hz: 10, quiet_hz: 1, batch_s: 86_400 }],
  ])('%s', async (_, request) => {
    const tree = treeForTest('intel-hybrid');
    const before = tree.settings();
    const engine = await greeted(tree);
    engine.ask({ id: 3, ...request });
    expect(await engine.ack(3)).toMatchObject({ error: expect.stringMatching(/\w+ \w+/) });
    expect(tree.settings()).toEqual(before);
  });
});

describe('the end of a stream that cannot be parsed any more is like EOF: everything is put back', () => {
  const maximum = policyFile(0, 'scaling_max_freq');

  async function governed(): Promise<{ tree: Tree; engine: RawEngine }> {
    const tree = treeForTest('intel-hybrid');
    const engine = await greeted(tree);
    engine.ask({ id: 1, op: 'set', lease_s: 60, values: { 'policy0.max_freq': 1_000_000 } });
    await engine.ack(1);
    expect(tree.read(maximum)).toBe('1000000');
    return { tree, engine };
  }

  it('after a frame longer than 4 MiB', async () => {
    const { tree, engine } = await governed();
    engine.send(head(4 * 1024 * 1024 + 1, 'J{'));
    await until(
      'the helper has left',
      () => engine.ended,
      why => why === 'lattice-helper exited with 0',
    );
    expect(engine.of('error')).toEqual([{ t: 'error', why: expect.stringContaining('4 MiB') }]);
    expect(tree.read(maximum)).toBe('4700000');
  });

  it('after text in place of frames', async () => {
    const { tree, engine } = await governed();
    engine.send(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
    await until(
      'the helper has left',
      () => engine.ended,
      why => why !== undefined,
    );
    expect(tree.read(maximum)).toBe('4700000');
  });

  it('after half a frame', async () => {
    const { tree, engine } = await governed();
    engine.send(encodeRequest({ id: 2, op: 'set', values: { 'policy0.max_freq': 2_000_000 } }).subarray(0, 40));
    engine.connection.output.end();
    await until(
      'the helper has left',
      () => engine.ended,
      why => why === 'lattice-helper exited with 0',
    );
    expect(tree.read(maximum)).toBe('4700000');
  });
});

it('a large request that arrives in pieces is one request', async () => {
  const engine = await greeted(treeForTest('big', 256));
  const values = Object.fromEntries(Array.from({ length: 256 }, (_, i) => [`policy${i}.max_freq`, 1_600_000]));
  const request = encodeRequest({ id: 9, op: 'set', lease_s: 5, values });
  for (let at = 0; at < request.length; at += 997) engine.send(request.subarray(at, at + 997));
  const results = Object.values((await engine.ack(9))?.results ?? {});
  expect(results).toEqual(Array.from({ length: 256 }, () => ({ value: 1_600_000 })));
});

it('a value with a newline or a NUL in it is not written', async () => {
  const tree = treeForTest('intel-hybrid');
  const before = tree.settings();
  const engine = await greeted(tree);
  engine.send(text('{"id":4,"op":"set","values":{"policy0.governor":"powersave\\nperformance"}}'));
  expect(await engine.ack(4)).toMatchObject({ results: { 'policy0.governor': { errno: 'EINVAL' } } });
  engine.send(text('{"id":5,"op":"set","values":{"policy1.governor":"performance\\u0000x"}}'));
  expect(await engine.ack(5)).toMatchObject({ results: { 'policy1.governor': { errno: 'EINVAL' } } });
  expect(tree.settings()).toEqual(before);
});
