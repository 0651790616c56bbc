import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { WorkerJournal } from '../../src/journal/worker/worker-journal.js';
import type { Batch } from '../../src/journal/write-model.js';
import type { Figure } from '../figures.js';

const rounds = 5;
const secondsEach = 4;
/** Finer than ticks, so that a few seconds show rare delays. */
const probeMs = 10;
const flushMs = 1000;
const bar = 10;

/**
 * How late a timer of the daemon's thread fires, alternately with a batch of a large machine sent to the writer's thread each second and without any.
 * On a busy machine both are late: the difference is the effect of the commits.
 */
export async function benchDelay(folder: string, batchOf: (second: number) => Batch): Promise<Figure[]> {
  const journal = new WorkerJournal(join(folder, 'delay.db'));
  journal.begin({ started: 0, bootId: 'bench', version: 'bench', machine: 'linux', simulated: true });
  const [alone, beside]: [number[], number[]] = [[], []];
  // Generating batches is not part of what the daemon does at a flush.
  const batches = Array.from({ length: rounds * secondsEach }, (_, second) => batchOf(second));
  for (let round = 0; round < rounds; round++) {
    await probe(alone, () => undefined);
    await probe(beside, () => {
      const batch = batches.shift();
      if (batch !== undefined) journal.write(batch);
    });
  }
  await journal.close();
  return [
    late('a timer is late, nothing written, 99.9 % (median–most)', alone),
    { ...late('the same while 256 CPUs are written each second', beside), bar: quantile(alone, 0.999) + bar },
  ];
}

async function probe(lateness: number[], flush: () => void): Promise<void> {
  const start = performance.now();
  for (let now = start, flushed = start; now < start + secondsEach * 1000; ) {
    if (now - flushed >= flushMs) {
      flushed = now;
      flush();
    }
    // Measured from before this thread's own part of the flush; each timer is new, so that one stall of the machine is one late timer.
    await later(Math.max(1, Math.ceil(now + probeMs - performance.now())));
    const fired = performance.now();
    lateness.push(Math.max(0, fired - now - probeMs));
    now = fired;
  }
}

const late = (name: string, values: readonly number[]): Figure => ({
  name,
  unit: 'ms',
  median: quantile(values, 0.999),
  low: quantile(values, 0.5),
  high: quantile(values, 1),
});

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
