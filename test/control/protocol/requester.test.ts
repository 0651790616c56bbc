import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { dial } from '../../../src/control/client/client.js';
import { programName, requesterWords } from '../../../src/control/protocol/requester.js';
import { commandOf, processOf, runs } from '../../../src/machine/linux/procfs/process.js';
import { until } from '../../rig/poll.js';
import { serving, temporary } from '../fixture.js';

const set = { op: 'set', profile: 'performance' } as const;

test('the kernel tells who asks, whatever pid is claimed', async () => {
  const { path, source } = await serving();
  const client = await dial(path);
  onTestFinished(() => client.close());
  await client.change(set);
  expect(source.changes).toMatchObject([
    {
      change: set,
      who: { proved: true, uid: process.getuid?.(), pid: process.pid, command: await commandOf(process.pid) },
    },
  ]);
});

test('of a process that an override lasts as long as the command line is added', async () => {
  const { path, source } = await serving();
  const client = await dial(path);
  onTestFinished(() => client.close());
  const [asked, status] = await Promise.all([
    client.change({ op: 'override', wish: { max: 1_000_000 }, lasting: { while: process.pid } }),
    client.status(),
  ]);
  expect(source.changes).toMatchObject([
    { change: { lasting: { while: process.pid, command: await commandOf(process.pid) } } },
  ]);
  expect([asked.made, status.profile]).toEqual([7, 'balanced']);
});

test('where the addon was not built the claim is kept, and said to be one', async () => {
  vi.stubEnv('LATTICE_PEER', '/nonexistent/peer.node');
  vi.resetModules();
  // Those after it in this process find the addon again.
  onTestFinished(() => {
    vi.unstubAllEnvs();
    vi.resetModules();
  });
  const { requesterOf } = await import('../../../src/control/server/peer.js');
  const { Socket } = await import('node:net');
  const who = await requesterOf(new Socket(), process.pid);
  expect(who).toEqual({ proved: false, uid: null, pid: process.pid, command: await commandOf(process.pid) });
  expect(await requesterOf(new Socket(), undefined)).toEqual({ proved: false, uid: null, pid: null, command: null });
});

test('words name the program rather than its interpreter', () => {
  expect(programName('/usr/bin/node /usr/lib/lattice/dist/latticectl.js set balanced')).toBe('latticectl');
  expect(programName('node -e 1')).toBe('node');
  expect(programName('bash -e /home/ada/build.sh')).toBe('build.sh');
  expect(programName('python3 -u /usr/bin/meld a b')).toBe('meld');
  expect(programName('sh -lc make all')).toBe('sh');
  expect(programName('make -j4')).toBe('make');
  expect(programName(null)).toBeUndefined();
  expect(requesterWords({ proved: true, uid: 1000, pid: 7, command: '/usr/bin/make -j4' })).toBe(
    'uid 1000 (make, pid 7)',
  );
  expect(requesterWords({ proved: false, uid: null, pid: null, command: null })).toBe('somebody unproved');
});

test('a process is its pid and its start: another one with the same pid is not it', async () => {
  const child = spawn('sleep', ['60']);
  const { pid = 0 } = child;
  const found = processOf(pid);
  expect(found).toEqual({ pid, start: expect.any(Number) });
  if (found === undefined) return;
  expect(runs(found)).toBe(true);
  expect(runs({ pid, start: found.start - 1 })).toBe(false);
  child.kill('SIGKILL');
  await until(
    'the end of it',
    () => runs(found),
    alive => !alive,
  );
});

test('a name with parentheses and blanks, a zombie, a command line that would move the cursor', async () => {
  const proc = temporary();
  const tail = `${'0 '.repeat(18)}4242 0 0`;
  for (const [pid, stat] of [
    [7, `7 (a) R (b) S ${tail}`],
    [8, `8 (x) Z ${tail}`],
  ] as const) {
    mkdirSync(join(proc, `${pid}`));
    writeFileSync(join(proc, `${pid}/stat`), stat);
  }
  writeFileSync(join(proc, '7/cmdline'), `x\u001b[2J\0${'y'.repeat(300)}\0`);
  expect(processOf(7, proc)).toEqual({ pid: 7, start: 4242 });
  expect(processOf(8, proc)).toBeUndefined();
  expect(processOf(9, proc)).toBeUndefined();
  expect(await commandOf(7, proc)).toBe(`x?[2J ${'y'.repeat(193)}…`);
  expect(await commandOf(9, proc)).toBeNull();
});
