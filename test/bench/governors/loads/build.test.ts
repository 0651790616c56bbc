import { describe, expect, it } from 'vitest';
import { built } from '../../../../bench/governors/loads/build.js';
import { dailyLoads } from '../../../../bench/governors/loads/daily.js';
import type { TaskSpec } from '../../../../bench/governors/loads/spec.js';
import { Engine } from '../../../../src/machine/simulated/physics/engine.js';
import type { Job } from '../../../../src/machine/simulated/work/job.js';
import { firstPiece, jobsOf, laptop } from '../../../machine/simulated/core/fixture.js';

function jobs(task: Omit<TaskSpec, 'name'>, count: number, from = 0): Job[] {
  const load = built({ name: 'made', qos: 'latency', tasks: [{ name: 'task', ...task }] });
  const [stream] = load.streams(1, from);
  return stream === undefined ? [] : jobsOf(stream, count);
}

const work = (list: readonly Job[]): number[] => list.map(job => firstPiece(job).work);

describe('a load from its description', () => {
  it('comes at its rate from its phase on, with deadlines after the arrivals', () => {
    const list = jobs({ every: 20, phase: 3, work: 1, deadline: 10 }, 3, 100);
    expect(list.map(j => [j.arrival, j.deadline])).toEqual([
      [103, 113],
      [123, 133],
      [143, 153],
    ]);
  });

  it('draws by median, mean, range and turn, and clips', () => {
    const many = work(jobs({ gap: 1, work: { logNormal: [5, 0.4] } }, 4000)).sort((a, b) => a - b);
    expect(many[2000]).toBeCloseTo(5, 0);
    expect(work(jobs({ gap: 1, work: { cycle: [3, 1], times: 2 } }, 3))).toEqual([6, 2, 6]);
    expect(Math.max(...work(jobs({ gap: 1, work: { exponential: 5, most: 7 } }, 500)))).toBe(7);
    const rare = work(jobs({ gap: 1, work: { rare: 0.1, times: 2, of: 3 } }, 2000)).filter(w => w === 6).length;
    expect(rare / 2000).toBeCloseTo(0.1, 1);
  });

  it('changes its level in turn', () => {
    const list = jobs({ every: 500, work: 2, levels: { every: 1000, factors: [1, 3] } }, 5, 50);
    expect(work(list)).toEqual([2, 2, 6, 6, 2]);
  });

  it('runs a job in pieces with sleeps between them, so that the core is idle meanwhile', () => {
    const task = { every: 10, work: 2.5, split: { ms: 1, sleep: 0.5 } };
    const [job] = jobs(task, 1);
    expect(job?.pieces.map(p => [p.work, p.rest])).toEqual([
      [1, 0.5],
      [1, 0.5],
      [0.5, 0],
    ]);
    const finished: number[] = [];
    const streams = built({ name: 'made', qos: 'latency', tasks: [{ name: 'task', ...task }] }).streams(1, 0);
    const engine = new Engine({
      platform: laptop,
      governor: 'performance',
      streams,
      observer: (_, __, at) => finished.push(at),
    });
    engine.advanceTo(20);
    expect(finished).toEqual([expect.closeTo(3.5, 9), expect.closeTo(13.5, 9)]);
    expect(engine.counters.busy).toBeCloseTo(5, 9);
  });

  it('is one of many, each with its own name, and each can be drawn', () => {
    expect(new Set(dailyLoads.map(l => l.name)).size).toBe(dailyLoads.length);
    for (const load of dailyLoads)
      for (const stream of load.streams(7, 0))
        for (const job of jobsOf(stream, 20)) expect(firstPiece(job).work).toBeGreaterThan(0);
  });
});
