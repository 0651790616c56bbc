import { describe, expect, it } from 'vitest';
import { MissLatency } from '../../../src/governor/features/miss-latency.js';
import type { CpuWork } from '../../../src/model/sensing/reading.js';
import { ratio } from '../../../src/model/units.js';

const trueNs = 80;

/** A second of work of which the share m waits for memory at 4 GHz, run at `ghz`, as a CPU with 80 ns a miss counts it. */
function work(m: number, ghz: number, error = 1): CpuWork {
  const slow = m + ((1 - m) * 4) / ghz;
  return {
    cpu: 0,
    busy: ratio(1),
    bunching: undefined,
    cycles: ghz * 1e9,
    instructions: ((1 - m) * 4e9) / slow,
    cacheMisses: ((m / slow) * 1e9 * error) / trueNs,
    stall: undefined,
  };
}

describe('miss latency', () => {
  it('is found from work of different kinds', () => {
    const latency = new MissLatency();
    for (let i = 0; i < 60; i++) latency.learn(work((i % 8) / 10, 4), 4e6, 0.1);
    expect(latency.nanoseconds).toBeCloseTo(trueNs, 3);
    expect(latency.stallShare(work(0.5, 4))).toBeCloseTo(0.5, 3);
  });

  it('is found from one kind of work at different clocks', () => {
    const latency = new MissLatency();
    for (let i = 0; i < 60; i++) latency.learn(work(0.6, 2 + (i % 5) / 2), (2 + (i % 5) / 2) * 1e6, 0.1);
    expect(latency.nanoseconds).toBeCloseTo(trueNs, 3);
  });

  it('is not known from one kind of work at one clock: the slope could be anything', () => {
    const latency = new MissLatency();
    for (let i = 0; i < 60; i++) latency.learn(work(0.6, 4), 4e6, 0.1);
    expect(latency.stallShare(work(0.6, 4)) ?? 0).toBe(0);
  });

  it('understates rather than overstates when the counters are noisy', () => {
    const latency = new MissLatency();
    for (let i = 0; i < 200; i++) latency.learn(work((i % 8) / 10, 4, 1 + 0.05 * Math.sin(i * 12.9)), 4e6, 0.1);
    const ns = latency.nanoseconds ?? 0;
    expect(ns).toBeLessThan(trueNs);
    expect(ns).toBeGreaterThan(0.7 * trueNs);
  });

  it('says nothing without counters, and survives empty ones', () => {
    const latency = new MissLatency();
    for (let i = 0; i < 60; i++) latency.learn({ ...work(0.5, 4), instructions: i % 2 ? 0 : undefined }, 4e6, 0.1);
    expect(latency.nanoseconds).toBeUndefined();
  });
});
