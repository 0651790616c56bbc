import { describe, expect, it } from 'vitest';
import { scriptOf, textOf, unavoidable } from '../../../bench/rig/script.js';
import { cpuLoads } from '../../../src/machine/simulated/loads/loads.js';
import type { Load } from '../../../src/machine/simulated/work/job.js';

const length = { lead: 1000, scored: 2000 };

describe('a load as a script', () => {
  it('brings the jobs of an open load as the simulated machines get them', () => {
    const { streams } = scriptOf(cpuLoads.frames60, 7, length);
    const jobs = streams[0]?.jobs ?? [];
    expect(jobs).toHaveLength(180);
    const stream = cpuLoads.frames60.streams(7, 0)[0];
    for (const { scored, ...job } of jobs) {
      expect(job).toEqual(stream?.next(0));
      expect(scored).toBe(job.arrival >= length.lead);
    }
  });

  it('brings as much of a closed load as takes the time at the highest clock, gaps between', () => {
    const { streams } = scriptOf(cpuLoads.membound, 1, length);
    expect(streams[0]?.kind).toBe('closed');
    expect(streams[0]?.jobs.map(({ arrival, scored }) => [arrival, scored])).toEqual([
      [0, false],
      [0.5, false],
      [0.5, true],
      [0.5, true],
      [0.5, true],
      [0.5, true],
    ]);
  });

  it('scores no housekeeping', () => {
    const { streams } = scriptOf(cpuLoads.interactive, 1, length);
    expect(streams.map(s => s.jobs.some(j => j.scored))).toEqual([true, false]);
  });

  it('is written one job a line, with a window where jobs come by themselves', () => {
    const job = { arrival: 10, deadline: 26.5, pieces: [{ work: 6, memory: 0.25 }], scored: true };
    const chained = {
      arrival: 20,
      pieces: [
        { work: 1, memory: 0 },
        { work: 2, memory: 0.5 },
      ],
      scored: false,
    };
    expect(textOf({ length, streams: [{ kind: 'open', jobs: [job, chained] }] })).toBe(
      'window 1000.000000 3000.000000\nstream open\njob 10.000000 26.500000 1 6.000000 0.250000\n' +
        'job 20.000000 -1 0 1.000000 0.000000 2.000000 0.500000\n',
    );
    expect(textOf({ length, streams: [{ kind: 'closed', jobs: [] }] })).toBe('stream closed\n');
  });
});

describe('deadlines that no clock can keep', () => {
  const frames = (works: readonly number[]): Load => ({
    name: 'frames',
    qos: 'deadline',
    streams: () => {
      let i = 0;
      return [
        {
          name: 'frames',
          kind: 'open',
          scored: true,
          next: () => ({
            arrival: i * 1000,
            deadline: (i + 1) * 1000,
            pieces: [{ work: works[i++] ?? 0, memory: 0 }],
          }),
        },
      ];
    },
  });

  it('are those whose work, and what queued before it, is longer than the time', () => {
    const share = (works: number[]) => unavoidable(scriptOf(frames(works), 1, { lead: 1000, scored: 4000 }));
    expect(share([900, 900, 900, 900, 900])).toBe(0);
    expect(share([900, 1100, 900, 900, 900])).toBe(0.25);
    // The second is late on its own, the third because of the second.
    expect(share([900, 1500, 900, 100, 100])).toBe(0.5);
    // What was missed in the lead-in does not count, what it left behind does.
    expect(share([1500, 900, 100, 100, 100])).toBe(0.25);
  });
});
