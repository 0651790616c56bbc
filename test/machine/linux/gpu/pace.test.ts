import { describe, expect, it } from 'vitest';
import { GpuPace } from '../../../../src/machine/linux/gpu/pace.js';
import type { GpuRow } from '../../../../src/machine/linux/gpu/row.js';

const training: GpuRow = {
  uuid: 'GPU-1',
  timestamp: undefined,
  index: 0,
  busy: 97,
  memoryBusy: 60,
  power: 250e6,
  enforcedLimit: 300e6,
  clock: 1_800_000,
  memoryClock: 5_000_000,
  temperature: 66,
  memoryTemperature: undefined,
  throttle: 0,
  pstate: 2,
};

/** A pace that has seen a row a second up to `seconds`. */
function seen(seconds: number, row: (second: number) => Partial<GpuRow> = () => ({})): GpuPace {
  const pace = new GpuPace();
  for (let s = 0; s <= seconds; s++) pace.follow({ ...training, ...row(s) }, s * 1e9);
  return pace;
}

describe('how long a GPU lets samples be held back', () => {
  it('a second while its load is new, longer once it goes on as before', () => {
    expect(seen(29).longest(29e9)).toBe(1);
    expect(seen(40).longest(40e9)).toBe(4);
    const wandering = seen(40, s => ({
      power: 250e6 * (1 + (s % 2 === 0 ? 0.05 : -0.05)),
      clock: 1_800_000 - 15_000 * (s % 2),
    }));
    expect(wandering.longest(40e9)).toBe(4);
  });

  it.each<[string, Partial<GpuRow>]>([
    ['power', { power: 220e6 }],
    ['load', { busy: 60 }],
    ['traffic', { memoryBusy: 20 }],
    ['the clock', { clock: 1_500_000 }],
    ['temperature', { temperature: 71 }],
    ['a reason to throttle', { throttle: 32 }],
    ['a figure that goes missing', { power: undefined }],
  ])('a second again when %s moves', (_, change) => {
    const pace = seen(60);
    pace.follow({ ...training, ...change }, 61e9);
    expect(pace.longest(61e9)).toBe(1);
    for (let s = 62; s <= 95; s++) pace.follow({ ...training, ...change }, s * 1e9);
    expect(pace.longest(95e9)).toBe(4);
  });

  it('a second for two minutes after its clock was set', () => {
    const pace = seen(60);
    pace.wasSet(60e9);
    for (let s = 61; s <= 185; s++) pace.follow(training, s * 1e9);
    expect(pace.longest(179e9)).toBe(1);
    expect(pace.longest(185e9)).toBe(4);
  });

  it('as long as they like where nothing runs, ten seconds after the last kernel', () => {
    const pace = seen(60, s => (s > 50 ? { busy: 0, memoryBusy: 0, power: 30e6 } : {}));
    expect(pace.longest(59e9)).toBe(1);
    expect(pace.longest(61e9)).toBe(Number.POSITIVE_INFINITY);
    expect(new GpuPace().longest(0)).toBe(Number.POSITIVE_INFINITY);
  });
});
