import { describe, expect, it } from 'vitest';
import { JobLog } from '../../../../bench/governors/job-log.js';
import { felt } from '../../../../bench/governors/promise/felt.js';
import type { Load } from '../../../../src/machine/simulated/work/job.js';

const load = (qos: Load['qos']): Load => ({ name: 'made', qos, streams: () => [] });

/** Jobs as [stream, arrival, end, deadline]. */
function log(...jobs: readonly (readonly [string, number, number, number?])[]): JobLog {
  const made = new JobLog();
  for (const [name, arrival, end, deadline] of jobs)
    made.done({ name, scored: true }, { arrival, pieces: [], deadline }, end);
  return made;
}

const open = { closed: [], length: 1000 };

describe('what is felt', () => {
  it('is how much later each answer comes, job by job', () => {
    const before = log(['a', 0, 10], ['b', 5, 6], ['a', 100, 110]);
    const now = log(['b', 5, 9], ['a', 0, 11], ['a', 100, 117]);
    const { later, missed, slower } = felt({ load: load('latency'), ...open }, now, before);
    expect(later?.mean).toBeCloseTo((1 + 7 + 3) / 3, 9);
    expect(later?.worst).toBe(7);
    expect(later?.p99).toBeCloseTo(6.92, 9);
    expect([missed, slower]).toEqual([undefined, undefined]);
  });

  it('counts an answer that never came as given at the end', () => {
    const before = log(['a', 0, 10], ['a', 900, 910]);
    expect(felt({ load: load('latency'), ...open }, log(['a', 0, 10]), before).later?.worst).toBe(90);
  });

  it('compares how long the nth job of a closed loop takes, wherever it begins', () => {
    const before = log(['loop', 0, 10], ['loop', 20, 30]);
    const now = log(['loop', 0, 12], ['loop', 22, 35]);
    expect(felt({ load: load('latency'), closed: ['loop'], length: 1000 }, now, before).later?.worst).toBe(3);
  });

  it('takes the slowdown of batches and of answers of over a second', () => {
    const before = log(['batch', 0, 100], ['a', 0, 2000], ['a', 3000, 3010]);
    const now = log(['batch', 0, 104], ['a', 0, 2120], ['a', 3000, 3012]);
    const { later, slower } = felt({ load: load('mixed'), closed: ['batch'], length: 5000 }, now, before);
    expect(slower).toBeCloseTo((0.04 + 0.06) / 2, 9);
    expect(later?.worst).toBe(2);
    expect(
      felt({ load: load('makespan'), closed: ['batch'], length: 0 }, log(['b', 0, 105]), log(['b', 0, 100])).slower,
    ).toBeCloseTo(0.05, 9);
  });

  it('takes deadlines beyond those that performance misses', () => {
    const before = log(['f', 0, 5, 10], ['f', 10, 25, 20]);
    const now = log(['f', 0, 12, 10], ['f', 10, 25, 20]);
    const { missed, later, p999 } = felt({ load: load('deadline'), ...open }, now, before);
    expect([missed, later]).toEqual([0.5, undefined]);
    expect(p999).toBeCloseTo(15, 1);
  });

  it('counts how many fewer there are where tasks wait for each other', () => {
    const before = log(['t', 0, 5, 10], ['t', 10, 15, 20], ['t', 0, 900]);
    const { slower, missed, later } = felt({ load: load('beats'), ...open }, log(['t', 0, 5, 10]), before);
    expect([slower, missed, later]).toEqual([0.5, 0, undefined]);
  });
});
