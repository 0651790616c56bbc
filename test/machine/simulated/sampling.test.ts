import { expect, test } from 'vitest';
import { Bands } from '../../../src/machine/simulated/bands.js';
import { Sampling } from '../../../src/machine/simulated/sampling.js';
import { nanoseconds } from '../../../src/model/units.js';

const band = { kind: 'change' };
const specs = [{ name: 'boost', role: 'boost', scope: 'machine', unit: 'bool', kind: 'state', band }] as const;
const sample = (ms: number, state: number) => ({ at: nanoseconds(ms * 1e6), epoch: 0, values: Float64Array.of(state) });
const made = () => new Sampling(new Bands(specs));

/** Runs from 0 to `end` ms; returns [ms, batch length] of each batch. */
function run(sampling: Sampling, end: number, state: (ms: number) => number): [number, number][] {
  const batches: [number, number][] = [];
  for (let ms = 0; ms <= end; ms = sampling.after(ms, ms)) {
    const batch = sampling.take(sample(ms, state(ms)), ms);
    if (batch.length > 0) batches.push([ms, batch.length]);
  }
  return batches;
}

test('active for 5 s after a crossing, then quiet batches; what is active but no news is held for half a second', () => {
  const sampling = made();
  sampling.set({ activeHz: 4, quietHz: 1, batchSeconds: 4 });
  const active = Array.from({ length: 9 }, (_, i): [number, number] => [500 + i * 500, 2]);
  // As the helper does: what would be too long with the next sample is sent now.
  expect(run(sampling, 15_000, () => 0)).toEqual([[0, 1], ...active, [8000, 5], [12_000, 4]]);
});

test('a crossing sends what was held at once', () => {
  const sampling = made();
  sampling.set({ activeHz: 1, quietHz: 1, batchSeconds: 30 });
  expect(run(sampling, 8000, ms => (ms >= 8000 ? 1 : 0)).at(-1)).toEqual([8000, 4]);
});

test('samples that were slept through are left out, the grid is kept', () => {
  const sampling = made();
  sampling.set({ activeHz: 10, quietHz: 10, batchSeconds: 1 });
  expect(sampling.after(100, 100)).toBe(200);
  expect(sampling.after(100, 199)).toBe(200);
  expect(sampling.after(100, 5050)).toBe(5100);
});

test('a cadence outside the protocol’s is clamped', () => {
  const sampling = made();
  sampling.set({ activeHz: 1000, quietHz: 1000, batchSeconds: 1000 });
  expect(sampling.after(0, 0)).toBe(50);
  sampling.set({ activeHz: 0, quietHz: 0, batchSeconds: 0 });
  expect(sampling.after(0, 0)).toBe(60_000);
  expect(sampling.take(sample(0, 0), 0)).toHaveLength(1);
  expect(sampling.take(sample(60_000, 0), 60_000)).toHaveLength(1);
});

test('a sample that is asked for is sent at once with what was held, and wakes nothing', () => {
  const sampling = made();
  sampling.set({ activeHz: 1, quietHz: 1, batchSeconds: 30 });
  run(sampling, 8000, () => 0);
  sampling.ask();
  expect(sampling.take(sample(8500, 0), 8500)).toHaveLength(5);
  expect(sampling.take(sample(9000, 0), 9000)).toEqual([]);
});
