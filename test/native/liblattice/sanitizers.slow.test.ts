import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BeatServer } from '../../../src/control/server/beat-server.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { dice } from '../../lattice/support.js';
import { ask, make, program } from './library.js';

const sanitizers = ['address,undefined', 'thread'];
const output = (path: string): string => execFileSync(path, { encoding: 'utf8' });

it('is built by clang as well, without warnings', () => {
  const out = folderForTest('clang');
  make('CC=clang', `out=${out}`);
  expect(existsSync(join(out, 'liblattice.so.1'))).toBe(true);
}, 600_000);

describe.each(sanitizers)('clean under %s', san => {
  it('with what makes no sense, and at every width of vectors', () => {
    for (const name of ['bad_input', 'variants'])
      expect(output(program(name, san))).toMatch(/^\d+ passed, 0 failed\n$/);
  }, 600_000);

  it('with arenas: misuse, pages, anything at random, threads', () => {
    const arenas = [
      ['arena_misuse'],
      ['arena_pages'],
      ['arena_random', '20000', '3'],
      // A sanitizer's own locks may be held by a thread that a child does not have.
      ['arena_shared', 'without forks'],
    ] as const;
    for (const [name, ...args] of arenas) {
      const said = execFileSync(program(name, san), args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
      expect(said).toMatch(/^\d+ passed, 0 failed\n$/);
    }
  }, 600_000);

  it('with all that conform.c calls, on anything at all', () => {
    const random = dice(7);
    const wild = [Number.NaN, Infinity, -Infinity, 1e308, -1e308, 5e-324, 0, -0, 1e100, 1e101];
    const series = (): number[] =>
      Array.from({ length: Math.floor(random() * 400) }, () =>
        random() < 0.1 ? (wild[Math.floor(random() * wild.length)] ?? 0) : random() - 0.5,
      );
    const names = [
      'coherence',
      'bunching',
      'compression',
      'horizon',
      'field',
      'rice',
      'smooth',
      'causal',
      'task',
      'welch',
    ];
    const streams = ['streamCoherence', 'streamBunching', 'streamCompression', 'streamHorizon', 'streamField'];
    const calls = Array.from({ length: 400 }, (_, i) => ({
      name: [...names, ...streams][i % (names.length + streams.length)] ?? '',
      parameters: [1, 2 + Math.floor(random() * 9), 1, 2 + Math.floor(random() * 40)],
      arrays: [series(), series()],
    }));
    expect(ask(program('conform', san), calls)).toHaveLength(calls.length);
  }, 600_000);

  it('with answers and units at a client', () => {
    const socket = join(folderForTest('san'), 'heartbeat.sock');
    const said = execFileSync(program('answers', san), [socket], { encoding: 'utf8' });
    expect(said).toMatch(/^\d+ passed, 0 failed\n$/);
  }, 600_000);

  it('with threads, signals, cancelled threads and forks at a client', async () => {
    const socket = join(folderForTest('san'), 'heartbeat.sock');
    const server = new BeatServer(
      socket,
      () => {},
      () => performance.now() / 1000,
    );
    await server.listen();
    onTestFinished(() => server.close());
    // A cancelled thread leaves its frames without a return, and AddressSanitizer would find them in its way when it takes its signal stack down.
    const env = { ...process.env, ASAN_OPTIONS: 'use_sigaltstack=0' };
    const child = spawn(program('client', san), [socket], { stdio: ['pipe', 'pipe', 'pipe'], env });
    let said = '';
    let wrong = '';
    child.stdout.on('data', data => {
      said += data;
    });
    child.stderr.on('data', data => {
      wrong += data;
    });
    child.stdin.end('hint 5 5 0\nthreads\nsignals\ncancel\nfork\ninfo\n');
    const code = await new Promise(resolve => child.once('close', resolve));
    expect(wrong).toBe('');
    expect(code).toBe(0);
    expect(said).toContain('"who":"child"');
    expect(said).toContain('"who":"all counted"');
    expect(said).toContain('"who":"cancelled"');
  }, 600_000);
});
