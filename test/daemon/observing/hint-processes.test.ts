import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { HeldHint } from '../../../src/control/server/hints.js';
import { HintProcesses } from '../../../src/daemon/observing/hint-processes.js';
import { folderForTest } from '../../fixtures/scratch.js';

const uid = process.getuid?.() ?? 0;
const hint = (pid: number, of: number | null = uid): HeldHint => ({
  name: 'player',
  pid,
  uid: of,
  deadline: null,
  latency: 5,
  batch: false,
  until: 60,
});

/** A /proc in which processes and the machine have had so many clock ticks. */
function listed() {
  const proc = folderForTest('proc');
  const write = (pid: number, ticks: number, start = 100, state = 'S'): void => {
    mkdirSync(join(proc, `${pid}`), { recursive: true });
    const [user, system] = [Math.floor(ticks / 2), Math.ceil(ticks / 2)];
    const before = '1 2 3 0 -1 0 0 0 0 0';
    writeFileSync(
      join(proc, `${pid}/stat`),
      `${pid} (a (b) 7) ${state} ${before} ${user} ${system} 0 0 20 0 1 0 ${start} 0\n`,
    );
  };
  const machine = (busy: number): void =>
    writeFileSync(join(proc, 'stat'), `cpu  ${busy} 0 0 999 9 0 0 0 0 0\ncpu0 1\n`);
  machine(0);
  return {
    write,
    machine,
    gone: (pid: number) => rmSync(join(proc, `${pid}`), { recursive: true }),
    processes: new HintProcesses(proc),
  };
}

test('a process has the share of the CPU time that it took since the last look, two seconds before', () => {
  const { write, machine, processes } = listed();
  write(7, 50);
  const share = (now: number) => processes.follow([hint(7)], now)[0]?.process;
  expect(share(0)).toEqual({ share: undefined, trouble: undefined });
  write(7, 140);
  machine(100);
  expect(share(1)?.share).toBeUndefined();
  expect(share(2)?.share).toBe(0.9);
  // So little says nothing: the next look goes back to the one before.
  machine(104);
  expect(share(4)?.share).toBe(0.9);
  machine(200);
  expect(share(6)?.share).toBe(0);
  write(7, 500);
  machine(300);
  expect(share(8)?.share).toBe(1);
});

test('a process that is gone, another one since, another user’s or at rest does not count', () => {
  const { write, machine, gone, processes } = listed();
  write(7, 50);
  write(8, 50);
  const of = (now: number, ...hints: HeldHint[]) => processes.follow(hints, now).map(h => h.process);
  expect(of(0, hint(6))).toEqual([{ share: undefined, trouble: 'no process 6 runs here' }]);
  expect(of(2, hint(7, uid + 1), hint(7, null), hint(7, 0)).map(p => p.trouble)).toEqual([
    `process 7 is not of uid ${uid + 1}, who says so`,
    undefined,
    undefined,
  ]);
  machine(100);
  expect(of(62, hint(7))[0]?.trouble).toBeUndefined();
  machine(200);
  expect(of(64, hint(7))[0]).toEqual({ share: undefined, trouble: 'process 7 has not run for 60 s' });
  write(7, 51);
  machine(300);
  expect(of(66, hint(7))[0]).toEqual({ share: 0.01, trouble: undefined });
  write(7, 5, 999);
  machine(400);
  expect(of(68, hint(7))[0]).toEqual({ share: undefined, trouble: undefined });
  write(7, 5, 999, 'Z');
  expect(of(70, hint(7))[0]?.trouble).toBe('no process 7 runs here');
  gone(8);
  expect(of(70, hint(8))[0]?.trouble).toBe('no process 8 runs here');
});

test('a machine that does not tell its CPU time has no shares', () => {
  const { write, processes } = listed();
  write(7, 50);
  const elsewhere = new HintProcesses(folderForTest('empty'));
  expect(elsewhere.follow([hint(7)], 0)[0]?.process.trouble).toBe('no process 7 runs here');
  expect(processes.follow([], 1)).toEqual([]);
});

test('this process takes CPU time, by the kernel’s own account', () => {
  const processes = new HintProcesses('/proc');
  const own = hint(process.pid, null);
  let now = 0;
  const look = () => {
    now += 2;
    return processes.follow([own], now)[0]?.process;
  };
  expect(look()).toEqual({ share: undefined, trouble: undefined });
  let share: number | undefined;
  for (let i = 0; i < 1000 && !((share ?? 0) > 0); i++) {
    const until = performance.now() + 60;
    while (performance.now() < until);
    share = look()?.share;
  }
  expect(share).toBeGreaterThan(0);
  expect(share).toBeLessThanOrEqual(1);
});
