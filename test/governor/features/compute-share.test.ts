import { describe, expect, it } from 'vitest';
import { ComputeShare, computeShare } from '../../../src/governor/features/compute-share.js';
import { MissLatency } from '../../../src/governor/features/miss-latency.js';
import type { CpuWork } from '../../../src/model/sensing/reading.js';
import { ratio } from '../../../src/model/units.js';

/** A CPU that waits for the share `stall` of its time. */
const cpu = (stall: number | undefined, id = 0): CpuWork => ({
  cpu: id,
  busy: ratio(1),
  bunching: undefined,
  cycles: undefined,
  instructions: undefined,
  cacheMisses: undefined,
  stall: stall === undefined ? undefined : ratio(stall),
});

/** Stall share at the clock x of work of which the share m waits for memory at top. */
const stallAt = (m: number, x: number): number => m / (m + (1 - m) / x);

describe('computeShare', () => {
  it('finds 1 − m whatever the clock it is seen at (model.json: work takes m + (1−m)·f_max/f)', () => {
    for (const m of [0, 0.1, 0.5, 0.85])
      for (const x of [0.2, 0.7, 1]) expect(computeShare(stallAt(m, x), x)).toBeCloseTo(1 - m, 12);
  });
});

describe('ComputeShare', () => {
  const seen = (...work: CpuWork[]): ComputeShare => {
    const share = new ComputeShare();
    for (let i = 0; i < 50; i++) share.follow(work, 1, 0.1, new MissLatency());
    return share;
  };

  it('keeps the most computing work of the last minutes: a third of it is left after half a minute of other work', () => {
    const share = seen(cpu(0.5));
    const mean = share.value;
    share.follow([cpu(0)], 1, 0.1, new MissLatency());
    expect([share.value, share.most]).toEqual([1, 1]);
    for (let i = 0; i < 300; i++) share.follow([cpu(0.5)], 1, 0.1, new MissLatency());
    expect(share.value).toBeCloseTo(mean, 6);
    expect((share.most - mean) / (1 - mean)).toBeCloseTo(Math.exp(-1), 2);
  });

  it('is 1 while nothing tells waiting from computing', () => {
    expect(seen(cpu(undefined)).value).toBe(1);
    expect(seen(cpu(undefined)).stall).toBeUndefined();
  });

  it('takes the CPU that computes most, so that a cap for a waiting one cannot fall on it', () => {
    const share = seen(cpu(0.9, 0), cpu(0.2, 1));
    expect(share.value).toBeCloseTo(0.8, 6);
    expect(share.stall).toBe(0.2);
  });

  it('follows small changes with 0.2 s and another phase of a program at once', () => {
    const share = seen(cpu(0));
    share.follow([cpu(0.1)], 1, 0.2, new MissLatency());
    expect(share.value).toBeCloseTo(0.9 + 0.1 * Math.exp(-1), 6);
    share.follow([cpu(0.8)], 1, 0.2, new MissLatency());
    expect(share.value).toBeCloseTo(0.2, 6);
  });

  it('keeps its value while nothing runs', () => {
    const share = seen(cpu(0.5));
    share.follow([], 1, 10, new MissLatency());
    expect(share.value).toBeCloseTo(0.5, 6);
  });
});
