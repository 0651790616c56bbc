import { describe, expect, it } from 'vitest';
import { barsOf, isComputeBound } from '../../../bench/gpu/bars.js';
import { boards, measure, strategyOf } from '../../../bench/gpu/measure.js';
import { replay } from '../../../bench/gpu/replay.js';
import { clockCurve, curveOf } from './made.js';

const memoryBound = clockCurve('memory-bound', 0.05, 0.3);
const computeBound = clockCurve('compute-bound', 1, 0.35);
const mixed = clockCurve('mixed', 0.5, 0.3);
const conditions = { seed: 7, heartbeats: true, idle: 30 };

describe('replay', () => {
  it('accounts exactly, noise or not', () => {
    const curve = curveOf('k', [
      [100, 1.25, 100],
      [200, 1, 200],
    ]);
    const [free] = replay([{ curve, work: 100, rest: 0 }], { follow: () => 200, exploring: false }, conditions);
    expect(free?.time).toBeCloseTo(100, 6);
    expect(free?.energy).toBeCloseTo(20_000, 3);
    const [capped] = replay([{ curve, work: 1000, rest: 0 }], { follow: () => 100, exploring: false }, conditions);

    expect((capped?.time ?? 0) / 1250).toBeCloseTo(1, 2);
    expect((capped?.energy ?? 0) / 125_000).toBeCloseTo(1, 2);
  });

  it('shows the governor no heartbeat where there is none', () => {
    const seen = { heartbeats: 0 };
    const strategy = {
      follow: ({ progress }: { readonly progress: readonly unknown[] }) => {
        seen.heartbeats += progress.length;
        return Number.POSITIVE_INFINITY;
      },
      exploring: false,
    };
    replay([{ curve: mixed, work: 60, rest: 0 }], strategy, { ...conditions, heartbeats: false });
    expect(seen.heartbeats).toBe(0);
    replay([{ curve: mixed, work: 60, rest: 0 }], strategy, conditions);
    expect(seen.heartbeats).toBeGreaterThan(10);
  });
});

describe('the governor on phases', () => {
  it('takes what goes faster under a limit than without one for other work', () => {
    const slow = clockCurve('slow', 0.9, 0.3, 180);
    const fast = clockCurve('fast', 0.9, 0.3, 220);
    // Iterations have the length that the name gives them: the same application goes on, several times as fast.
    for (const seed of [1, 2, 3, 4]) {
      const turn = [slow, fast].map(curve => ({ curve, work: 70, rest: 0, application: 'phased' }));
      const parts = Array.from({ length: 12 }, () => turn).flat();
      const [board] = boards([slow, fast]);
      if (board === undefined) throw new Error('no board');
      const runs = replay(parts, strategyOf('lattice', board, 0.1), { ...conditions, seed });
      const slowdown = Math.max(...runs.map(r => r.time / r.work - 1));
      expect(slowdown).toBeLessThan(0.16);
    }
  });
});

describe('the governor on clock curves', () => {
  const rows = boards([memoryBound, computeBound, mixed]).flatMap(b => measure(b, 'lattice', 0.05, [1, 2]));
  const row = (workload: string) => rows.find(r => r.curve.workload === workload);

  it('saves most of what the oracle does on memory-bound work', () => {
    const { saving = 0, oracle = 0 } = row('memory-bound') ?? {};
    expect(oracle).toBeGreaterThan(0.4);
    expect(saving).toBeGreaterThan(0.85 * oracle);
  });

  it('keeps the promise in between', () => {
    expect(row('mixed')?.worstSlowdown).toBeLessThanOrEqual(0.055);
    expect(row('mixed')?.saving).toBeGreaterThan(0.75 * (row('mixed')?.oracle ?? 1));
  });

  it('leaves compute-bound work alone', () => {
    expect(isComputeBound(computeBound)).toBe(true);
    expect(isComputeBound(mixed)).toBe(false);
    expect(row('compute-bound')?.worstSlowdown).toBeLessThan(0.01);
    expect(row('compute-bound')?.saving).toBeGreaterThan(-0.005);
  });

  it('keeps the promise without heartbeats, whatever power makes of a clock', () => {
    for (const promised of [0.05, 0.1])
      for (const row of boards([memoryBound, computeBound, mixed]).flatMap(b =>
        measure(b, 'lattice without heartbeats', promised, [1, 2]),
      ))
        expect(row.worstSlowdown).toBeLessThanOrEqual(promised);
  });

  it('is measured against bars that can be missed', () => {
    const lost = rows.map(r => ({ ...r, saving: 0, worstSlowdown: 0.2 }));
    const ideal = rows.map(r => ({ ...r, oracle: r.saving }));
    const kept = barsOf(ideal, 'lattice', 0.05).filter(b => b.kept);
    expect(kept.map(b => b.what.split(' ')[0])).toEqual(
      expect.arrayContaining(['share', 'saves', 'no', 'compute-bound:']),
    );
    expect(barsOf(lost, 'lattice', 0.05).filter(b => !b.kept).length).toBeGreaterThan(3);
  });
});
