import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { build, program } from './library.js';

let library = '';
beforeAll(() => {
  library = join(build(), 'liblattice-malloc.so');
}, 300_000);

/** A program that has the library before libc. `blocks` is how many blocks the arena gave it; none is NaN. */
function run(command: string, args: readonly string[], settings: Readonly<Record<string, string>> = {}, input = '') {
  const env = { ...process.env, LD_PRELOAD: library, LATTICE_MALLOC_STATS: '1', ...settings };
  const { status, signal, stdout, stderr, pid } = spawnSync(command, args, {
    encoding: 'utf8',
    env,
    input,
    maxBuffer: 2 ** 26,
  });
  const told = new RegExp(`^liblattice-malloc: pid ${pid}: (\\d+) blocks, .* (\\d+) most mapped`, 'm').exec(stderr);
  return { status, signal, stdout, stderr, blocks: Number(told?.[1]), mapped: Number(told?.[2]) };
}

describe('liblattice-malloc.so', () => {
  it.each([{}, { LATTICE_MALLOC_THRESHOLD: '4096' }, { LATTICE_MALLOC_LIMIT: '8388608' }])(
    'keeps what C asks of each function (%o)',
    settings => {
      const { status, stdout, blocks } = run(program('preload_calls'), [], settings);
      expect(stdout).toMatch(/^\d+ passed, 0 failed\n$/);
      expect(status).toBe(0);
      expect(blocks).toBeGreaterThan(1000);
    },
  );

  it('keeps its limit, and leaves to libc what is small', () => {
    expect(run(program('preload_calls'), [], { LATTICE_MALLOC_LIMIT: '8388608' }).mapped).toBeLessThanOrEqual(8388608);
    const small = 'const a = []; for (let i = 0; i < 1e5; i++) a.push({ i }); console.log(a.length)';
    expect(run(process.execPath, ['-e', small], { LATTICE_MALLOC_THRESHOLD: String(2 ** 40) }).blocks).toBeNaN();
  });

  it('ends a program that gives a block back twice, and says so', () => {
    const { signal, stderr } = run(program('preload_calls'), ['double-free']);
    expect(signal).toBe('SIGABRT');
    expect(stderr).toMatch(/^liblattice-malloc: free\(0x[0-9a-f]+\): the block was given back before\n$/);
  });

  it('runs Python with NumPy', () => {
    const code = `
import numpy as np
x = np.arange(4_000_000, dtype=float).reshape(2000, 2000)
y = [np.sort(np.sin(x + i), axis=None) for i in range(4)]
b = bytearray(10 ** 6)
for _ in range(20):
    b += bytes(10 ** 6)
print(float((x @ np.eye(2000) - x).sum()), len(b), all((np.diff(a) >= 0).all() for a in y))
`;
    const { stdout, status, blocks } = run('/usr/bin/python3', ['-c', code]);
    expect([status, stdout]).toEqual([0, '0.0 21000000 True\n']);
    expect(blocks).toBeGreaterThan(20);
  });

  it('runs sort', () => {
    const lines = Array.from({ length: 200_000 }, (_, i) => String((i * 7919) % 200_003).padStart(6, '0'));
    const { stdout, status } = run('sort', ['-S', '64M'], { LC_ALL: 'C' }, `${lines.join('\n')}\n`);
    expect(status).toBe(0);
    expect(stdout === `${lines.sort().join('\n')}\n`).toBe(true);
  });

  it('runs Node, with threads and children', () => {
    const code = `
const { Worker } = require('node:worker_threads');
const { execFileSync } = require('node:child_process');
const buffers = Array.from({ length: 50 }, (_, i) => Buffer.alloc(1e6, i));
const said = execFileSync(process.execPath, ['-e', 'console.log(Buffer.alloc(5e6, 7)[4e6])'], { encoding: 'utf8' }).trim();
const worker = new Worker("require('node:worker_threads').parentPort.postMessage(Buffer.alloc(3e6, 9).reduce((a, b) => a + b))", { eval: true });
worker.on('message', sum => console.log(sum, said, buffers.every((b, i) => b[999999] === i)));
`;
    const { stdout, status, blocks } = run(process.execPath, ['-e', code]);
    expect([status, stdout]).toEqual([0, '27000000 7 true\n']);
    expect(blocks).toBeGreaterThan(50);
  });
});
