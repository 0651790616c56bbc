import { execFileSync } from 'node:child_process';
import { loadavg, release } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type Figure, spread } from '../figures.js';
import { benchAnswers } from './answers.js';

const native = fileURLToPath(new URL('../../../native', import.meta.url));
const round =
  /^round \d+: switch (-?\d+), wake-up (-?\d+), pipe switch (-?\d+) ns; empty programs (-?\d+), (-?\d+), (-?\d+)$/gm;
const reading = /^reading (\d+) tasks: ([\d.]+) ms, longest step ([\d.]+) ms/m;

/** Runs test/native/tasks_bench.c, each round a pair of measurements, one after the other; then asks a daemon (answers.ts). */
export async function benchTasks(): Promise<Figure[]> {
  console.log(`${release()}, load ${loadavg()[0]?.toFixed(1)} before`);
  execFileSync('make', ['-s', '-C', native, 'build/tasks_bench'], { stdio: ['ignore', 'inherit', 'inherit'] });
  const text = execFileSync(`${native}/build/tasks_bench`, { encoding: 'utf8' });
  const rounds = [...text.matchAll(round)].map(match => match.slice(1).map(Number));
  const net = (at: number, of: (full: number, empty: number) => number = (full, empty) => full - empty): number[] =>
    rounds.map(r => of(r[at] ?? Number.NaN, r[at + 3] ?? Number.NaN));
  const [, tasks, ms, step] = reading.exec(text) ?? [];
  const once = (value: number): { median: number; low: number; high: number } => spread([value]);
  return [
    { name: 'net over an empty program: a switch', unit: 'ns', ...spread(net(0)), bar: 250 },
    { name: 'net over an empty program: a wake-up', unit: 'ns', ...spread(net(1)), bar: 200 },
    {
      name: 'a switch through a pipe, over empty programs',
      unit: '%',
      ...spread(net(2, (full, empty) => (100 * (full - empty)) / empty)),
      bar: 5,
    },
    { name: `reading ${tasks} tasks`, unit: 'ms', ...once(Number(ms)), bar: 50 },
    { name: 'the longest step of it, between which samples are taken', unit: 'ms', ...once(Number(step)) },
    ...(await benchAnswers()),
  ];
}
