import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from '../figures.js';
import { daemonOnTree } from './daemon-on-tree.js';
import { children, rssMiB } from './process.js';

/** Less is start-up: code is compiled, buffers reach their size. */
const settlingMinutes = 20;
const minutes = Number(process.env.MINUTES ?? 120);
const samplesHz = 10;

/** Resident memory of engine and helper over hours at 10 Hz: its slope by least squares, as a whole and in the second half, where only a leak still grows. */
export async function benchMemory(): Promise<Figure[]> {
  const daemon = daemonOnTree(tree => tree.pass(1 / samplesHz, cpu => (cpu === 0 ? 0.6 : 0.1)));
  try {
    await sleep(settlingMinutes * 60_000);
    const helpers = children(daemon.engine);
    const rows: { at: number; engine: number; helper: number }[] = [];
    const files = descriptors(daemon.engine);
    for (let minute = settlingMinutes; minute <= minutes; minute++) {
      rows.push({
        at: minute / 60,
        engine: rssMiB(daemon.engine),
        helper: helpers.map(rssMiB).reduce((a, b) => a + b, 0),
      });
      process.stderr.write(`${JSON.stringify(rows.at(-1))}\n`);
      await sleep(60_000);
    }
    const half = rows.slice(rows.length >> 1);
    const figure = (name: string, unit: string, value: number): Figure => {
      return { name, unit, median: value, low: value, high: value };
    };
    return [
      figure(`engine: RSS after ${settlingMinutes} min`, 'MiB', rows[0]?.engine ?? Number.NaN),
      figure(`engine: RSS after ${minutes} min`, 'MiB', rows.at(-1)?.engine ?? Number.NaN),
      figure('engine: slope', 'MiB/h', slope(rows.map(r => [r.at, r.engine]))),
      figure('engine: slope in the second half', 'MiB/h', slope(half.map(r => [r.at, r.engine]))),
      figure('helper: slope', 'MiB/h', slope(rows.map(r => [r.at, r.helper]))),
      figure('engine: file descriptors more than at first', '', descriptors(daemon.engine) - files),
    ];
  } finally {
    await daemon.stop();
  }
}

const descriptors = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

/** Least squares of y on x. */
function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (of: (p: readonly [number, number]) => number): number =>
    points.reduce((sum, p) => sum + of(p), 0) / points.length;
  const x = mean(p => p[0]);
  const y = mean(p => p[1]);
  return mean(p => (p[0] - x) * (p[1] - y)) / mean(p => (p[0] - x) ** 2);
}
