import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BeatServer } from '../../src/control/server/beat-server.js';
import { type Figure, spread } from '../figures.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const here = `${root}bench/liblattice/`;
/** Contenders take turns, so that what else runs on the machine meets all of them. */
const rounds = 5;
/** Times of ours ÷ theirs. */
const bars = { numpy: 0.1, scipy: 1, memcpy: 3, beatNs: 30 };

/**
 * liblattice against what else there is, one thread, CPU seconds: the regularizer of 4096 × 4096 floats against NumPy, SciPy and FFTW, the exact
 * smoothing of 10⁷ doubles against memcpy, a heartbeat and an answer. A figure is the ratio of each round's medians. What is not installed is said.
 */
export async function benchLiblattice(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lattice-bench-'));
  try {
    const ours = ourProgram(folder);
    return [...filters(ours, folder), ...smoothing(ours), ...(await heartbeats(ours, folder))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ourProgram(folder: string): string {
  execFileSync('make', ['-s', '-C', `${root}native/liblattice`]);
  const library = `${root}native/build/liblattice/liblattice.a`;
  return compiled(folder, 'ours', [`-I${root}native/liblattice/include`, library, '-lm']);
}

function compiled(folder: string, name: string, flags: readonly string[]): string {
  const program = join(folder, name);
  execFileSync('cc', ['-O3', '-march=native', `${here}${name}.c`, ...flags, '-o', program]);
  return program;
}

/** One column for each number in the lines that a program prints. */
function columns(command: string, ...args: string[]): number[][] {
  // OpenBLAS can be told to take another processor for granted; NumPy is measured as it comes.
  const { OPENBLAS_CORETYPE: _, ...env } = process.env;
  const said = execFileSync(command, args, { encoding: 'utf8', env: { ...env, OMP_NUM_THREADS: '1' } });
  const lines = said
    .trim()
    .split('\n')
    .map(line => line.split(' ').map(Number));
  return (lines[0] ?? []).map((_, i) => lines.map(line => line[i] ?? Number.NaN));
}

const median = (values: readonly number[]): number => spread(values).median;

/** The first Python that has both; it need not be the system's. */
function python(): string | undefined {
  for (const command of ['python3', '/usr/bin/python3'])
    if (spawnSync(command, ['-c', 'import numpy, scipy.fft']).status === 0) return command;
  console.log('NumPy and SciPy: not here (apt-get install python3-numpy python3-scipy)');
  return undefined;
}

function fftw(folder: string): string | undefined {
  if (spawnSync('pkg-config', ['--exists', 'fftw3f']).status === 0)
    return compiled(folder, 'fftw', ['-lfftw3f', '-lm']);
  console.log('FFTW: not here (apt-get install libfftw3-dev)');
  return undefined;
}

function filters(ours: string, folder: string): Figure[] {
  const [interpreter, anchor] = [python(), fftw(folder)];
  const seconds = new Map<string, number[]>();
  const add = (name: string, values: readonly number[]): void =>
    void seconds.set(name, [...(seconds.get(name) ?? []), median(values)]);
  for (let round = 0; round < rounds; round++) {
    add('liblattice', columns(ours, 'regularize')[0] ?? []);
    if (interpreter !== undefined)
      for (const [i, values] of columns(interpreter, `${here}python.py`).entries())
        add(['NumPy, as the original', 'NumPy, real input', 'SciPy, real input'][i] ?? '', values);
    if (anchor !== undefined) add('FFTW, real input', columns(anchor)[0] ?? []);
  }
  const own = seconds.get('liblattice') ?? [];
  const name = 'liblattice: regularizer, 4096² floats';
  return [...seconds].flatMap(([who, values]): Figure[] => {
    const times = { name: `${name}: ${who}`, unit: 'ms', ...spread(values.map(s => 1000 * s)) };
    if (who === 'liblattice') return [times];
    const bar = who === 'NumPy, as the original' ? bars.numpy : who === 'SciPy, real input' ? bars.scipy : undefined;
    const ratios = values.map((s, i) => (own[i] ?? Number.NaN) / s);
    return [times, { name: `  ours ÷ ${who}`, unit: '×', ...spread(ratios), bar }];
  });
}

function smoothing(ours: string): Figure[] {
  const copies: number[] = [];
  const ratios: number[] = [];
  const solves: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const [copied = [], solved = []] = columns(ours, 'smooth');
    copies.push(1000 * median(copied));
    solves.push(1000 * median(solved));
    ratios.push(median(solved) / median(copied));
  }
  return [
    { name: 'liblattice: memcpy of 10⁷ doubles', unit: 'ms', ...spread(copies) },
    { name: 'liblattice: exact smoothing of 10⁷ doubles', unit: 'ms', ...spread(solves) },
    { name: '  smoothing ÷ memcpy', unit: '×', ...spread(ratios), bar: bars.memcpy },
  ];
}

async function heartbeats(ours: string, folder: string): Promise<Figure[]> {
  const socket = join(folder, 'heartbeat.sock');
  const calls = [
    ['beat', 'a heartbeat'],
    ['answer', 'an answer'],
  ] as const;
  const figure = (what: string, nanoseconds: readonly number[]): Figure => ({
    name: `liblattice: ${what}`,
    unit: 'ns',
    ...spread(nanoseconds),
    bar: bars.beatNs,
  });
  const alone = calls.map(([call, name]) => figure(`${name}, no daemon`, columns(ours, call, socket)[0] ?? []));
  const server = new BeatServer(
    socket,
    () => {},
    () => performance.now() / 1000,
  );
  await server.listen();
  const heard: Figure[] = [];
  for (const [call, name] of calls)
    heard.push(figure(`${name}, heard`, (await saidBy(ours, call, socket)).trim().split('\n').map(Number)));
  await server.close();
  return [...alone, ...heard];
}

/** What a program prints while this process goes on. */
const saidBy = (command: string, ...args: string[]): Promise<string> =>
  new Promise(resolve => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', data => {
      text += data;
    });
    child.once('close', () => resolve(text));
  });
