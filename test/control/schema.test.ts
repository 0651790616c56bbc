import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRequest } from '../../src/control/protocol/request.js';
import { controlSchema } from '../../src/control/protocol/schema/schema.js';
import { latticectl } from '../cli/run.js';
import { DaemonRun } from '../fixtures/daemon.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { until } from '../rig/poll.js';
import { rawClient } from './fixture.js';

const ajv = new Ajv2020({ allowUnionTypes: true });
ajv.addSchema(controlSchema(), 'control');
const validator = (name: string) => {
  const made = ajv.getSchema(`control#/$defs/${name}`);
  if (made === undefined) throw new Error(`no definition ${name}`);
  return (value: unknown): true | string => made(value) === true || ajv.errorsText(made.errors);
};
const [isRequest, isReply] = [validator('Request'), validator('Reply')];

const head = { v: 1, id: 7 };
const good: readonly object[] = [
  { op: 'status' },
  { op: 'describe' },
  { op: 'signals' },
  { op: 'wishes', later: 'fields that are not known are ignored' },
  { op: 'charge', do: 'show' },
  { op: 'tasks' },
  { op: 'tasks', by: 'unit', sort: 'wakeups', limit: 500 },
  { op: 'charge', do: 'full', battery: 'BAT0' },
  { op: 'feedback', say: 'show' },
  { op: 'feedback', say: 'slow' },
  { op: 'set', profile: 'power-saver' },
  { op: 'hold', profile: 'performance', reason: 'a build', app: 'make', pid: process.pid },
  { op: 'release', hold: 1 },
  { op: 'override', max: 2_000_000 },
  { op: 'override', min: 1_000_000, cpus: '0', for: 60 },
  { op: 'override', epp: 'power', while: process.pid },
  { op: 'override', max: 2_000_000, connected: true },
  { op: 'clear', override: 'all' },
  { op: 'experiment', do: 'show' },
  { op: 'experiment', do: 'start', a: 'balanced', b: 'kernel', periodMs: 2000, forMs: 60_000 },
  { op: 'experiment', do: 'stop' },
  { op: 'watch', hz: 1 },
];
const bad: readonly object[] = [
  {},
  { op: 'reset' },
  { op: 'signals', name: 7 },
  { op: 'charge', do: 'empty' },
  { op: 'tasks', by: 'user' },
  { op: 'tasks', sort: null },
  { op: 'tasks', limit: 0 },
  { op: 'tasks', limit: 501 },
  { op: 'tasks', limit: 1.5 },
  { op: 'charge', do: 'limit', battery: 7 },
  { op: 'charge', do: 'limit', battery: '' },
  { op: 'feedback', say: 'lovely' },
  { op: 'watch', hz: 0 },
  { op: 'watch', hz: 21 },
  { op: 'set', profile: 'turbo' },
  { op: 'set', profile: 'balanced', pid: 0 },
  { op: 'hold', profile: 'balanced', reason: 'r', app: 'a' },
  { op: 'hold', profile: 'performance', reason: '', app: 'a' },
  { op: 'hold', profile: 'performance', reason: 'r', app: 'a'.repeat(201) },
  { op: 'release', hold: 1.5 },
  { op: 'override', max: '2.4GHz' },
  { op: 'override', max: 1, for: 60, while: 1 },
  { op: 'override', max: 1, for: null },
  { op: 'override', max: 1, for: 31 * 86_400 + 1 },
  { op: 'override', max: 1, connected: false },
  { op: 'override', boost: 'on' },
  { op: 'clear', override: 'none' },
  { op: 'experiment', do: 'start', a: 'balanced' },
];

describe('the schema of the control socket', () => {
  it('takes the requests that the daemon takes, and no others', () => {
    for (const each of good) {
      const line = { ...head, ...each };
      expect([line, isRequest(line), parseRequest(JSON.stringify(line)).request !== undefined]).toEqual([
        line,
        true,
        true,
      ]);
    }
    for (const line of [
      ...bad.map(each => ({ ...head, ...each })),
      { v: 2, id: 7, op: 'status' },
      { v: 1, id: 0, op: 'status' },
      { id: 7, op: 'status' },
    ]) {
      expect([line, parseRequest(JSON.stringify(line)).request]).toEqual([line, undefined]);
      expect([line, isRequest(line)]).toEqual([line, expect.any(String)]);
    }
  });

  it('agrees with the daemon on requests in which anything is replaced', () => {
    const odd = fc.constantFrom<unknown>(
      null,
      true,
      false,
      '',
      'P',
      'all',
      'show',
      'balanced',
      'kernel',
      'unit',
      'cpu',
      -1,
      0,
      0.5,
      1,
    );
    const change = fc.tuple(
      fc.constantFrom(...good, ...bad),
      fc.dictionary(
        fc.constantFrom(
          'op',
          'profile',
          'min',
          'boost',
          'for',
          'while',
          'connected',
          'pid',
          'hz',
          'say',
          'name',
          'do',
          'a',
          'by',
          'sort',
          'limit',
          'id',
        ),
        odd,
        { maxKeys: 2 },
      ),
    );
    fc.assert(
      fc.property(change, ([line, changes]) => {
        const request = { ...head, ...line, ...changes };
        const taken = parseRequest(JSON.stringify(request)).request !== undefined;
        expect([request, isRequest(request) === true]).toEqual([request, taken]);
      }),
      { numRuns: 5000 },
    );
  });

  it('takes every answer of a daemon, and what is missing or wrong in one is seen', async () => {
    const daemon = new DaemonRun({ tree: treeForTest('amd-pstate-epp') });
    await until(
      'its ticks',
      () => daemon.status(),
      status => (status?.ticks ?? 0) > 2,
    );
    const { socket, received } = await rawClient(join(daemon.runtimeDir, 'control.sock'));
    const lines = [...good, { op: 'signals', name: 'policy0.busy' }, ...bad];
    socket.write(lines.map((line, i) => `${JSON.stringify({ ...line, v: 1, id: i + 1 })}\n`).join(''));
    const answers = await until(
      'all answers',
      () =>
        received()
          .split('\n')
          // What follows the last line's end is a line of which only a part has come.
          .slice(0, -1)
          .map(line => JSON.parse(line)),
      all => new Set(all.map(a => a.id)).size >= lines.length,
    );
    for (const answer of answers) expect([answer, isReply(answer)]).toEqual([answer, true]);
    const kinds = new Set(answers.flatMap(a => Object.keys(a)));
    for (const kind of ['status', 'description', 'signals', 'feedback', 'wishes', 'charge', 'experiment', 'error'])
      expect(kinds).toContain(kind);
    const { status } = answers.find(a => 'status' in a);
    const [isStatus, { policies: _, ...less }] = [validator('Status'), status];
    expect(isStatus(status)).toBe(true);
    expect(isStatus(less)).toContain("must have required property 'policies'");
    expect(isStatus({ ...status, mode: 'dream' })).toContain('/mode');
    expect(isReply({ v: 1, id: 3, ok: true, status: 'fine' })).not.toBe(true);
  });

  it('is what latticectl prints', async () => {
    const { code, stdout } = await latticectl(['manual', 'control.schema.json']);
    expect([code, JSON.parse(stdout)]).toEqual([0, controlSchema()]);
  });
});
