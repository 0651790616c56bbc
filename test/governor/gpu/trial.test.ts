import { describe, expect, it } from 'vitest';
import type { GpuObservation } from '../../../src/governor/gpu/observation.js';
import { RatioMean } from '../../../src/governor/gpu/ratio-mean.js';
import { slowdownOf } from '../../../src/governor/gpu/slowdown.js';
import { Trial } from '../../../src/governor/gpu/trial.js';

const nothing: GpuObservation = {
  seconds: 1,
  power: undefined,
  busy: undefined,
  memoryBusy: undefined,
  clock: undefined,
  progress: [],
};

function trial(view: Partial<GpuObservation>, rate?: number, seconds = 60): Trial {
  const made = new Trial();
  const progress = rate === undefined ? [] : [{ name: 'x', units: rate, seconds: 1 }];
  for (let i = 0; i < seconds; i++) made.take({ ...nothing, ...view, progress });
  return made;
}

describe('RatioMean', () => {
  it('weighs pieces by their time, and grows surer with it', () => {
    const mean = new RatioMean();
    mean.take(10, 1);
    mean.take(60, 9);
    expect(mean.rate).toBe(7);
    const early = mean.error;
    for (let i = 0; i < 30; i++) mean.take(35, 5);
    expect(mean.error).toBeLessThan(early / 2);
  });

  it('is less sure of what jitters', () => {
    const calm = new RatioMean();
    const rough = new RatioMean();
    for (let i = 0; i < 20; i++) {
      calm.take(50, 5);
      rough.take(i % 2 === 0 ? 40 : 60, 5);
    }
    expect(rough.error).toBeGreaterThan(4 * calm.error);
  });
});

describe('errorAgainst', () => {
  const steady = (blocks: number): RatioMean => {
    const mean = new RatioMean();
    for (let i = 0; i < blocks; i++) mean.take(50, 5);
    return mean;
  };

  it('knows a short look better by how little the same work spread in a long one', () => {
    const look = steady(6);
    expect(look.errorAgainst(steady(60))).toBeLessThan(look.error / 2);
    expect(look.errorAgainst(steady(60))).toBe(steady(60).errorAgainst(look));
  });

  it('is never below what the shorter of the two allows, and unknown while one is', () => {
    expect(steady(2).errorAgainst(steady(60))).toBeGreaterThan(2 * steady(10).errorAgainst(steady(60)));
    expect(steady(6).errorAgainst(new RatioMean())).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('Trial', () => {
  it('leaves out a single pause of the application, but not a lasting one', () => {
    const paused = trial({ power: 200 }, 10, 30);
    paused.take({ ...nothing, power: 90, progress: [{ name: 'x', units: 1, seconds: 4 }] });
    expect(paused.progress.get('x')?.rate).toBeCloseTo(10, 9);
    expect(paused.power.rate).toBeCloseTo(200, 9);
    for (let i = 0; i < 30; i++)
      paused.take({ ...nothing, power: 90, progress: [{ name: 'x', units: 1, seconds: 1 }] });
    expect(paused.progress.get('x')?.rate).toBeLessThan(7);
    expect(paused.power.rate).toBeLessThan(160);
  });
});

describe('the first pieces of progress at a setting', () => {
  const rateAfter = (...pieces: readonly (readonly [units: number, seconds: number])[]) => {
    const made = new Trial();
    for (const [units, seconds] of pieces) made.take({ ...nothing, progress: [{ name: 'x', units, seconds }] });
    return made.progress.get('x')?.rate;
  };

  // A checkpoint in the first piece of a look made later slowdowns read 15 % too little, and a setting beyond the promise was held.
  it('say nothing until there are two, and a pause in the first is left out', () => {
    expect(rateAfter([7, 10])).toBeUndefined();
    expect(rateAfter([4, 10], [10, 10], [10, 10])).toBe(1);
    expect(rateAfter([10, 10], [4, 10], [10, 10])).toBe(1);
  });

  it('count where both go the same way', () => {
    expect(rateAfter([10, 10], [9, 10])).toBeCloseTo(0.95, 2);
    expect(rateAfter([10, 10], [4, 10], [4, 10])).toBeCloseTo(0.6, 1);
  });
});

describe('slowdownOf', () => {
  it('believes measured progress before anything else', () => {
    const found = slowdownOf(trial({ power: 200 }, 10), trial({ power: 100 }, 8), 0.9);
    expect(found?.by).toBe('progress');
    expect(found?.mean).toBeCloseTo(0.25, 9);
  });

  it('takes the application that lost most', () => {
    const both = (a: number, b: number) => {
      const made = new Trial();
      const pieces = [
        { name: 'a', units: a, seconds: 1 },
        { name: 'b', units: b, seconds: 1 },
      ];
      for (let i = 0; i < 60; i++) made.take({ ...nothing, power: 100, progress: pieces });
      return made;
    };
    expect(slowdownOf(both(10, 10), both(10, 5), undefined)?.mean).toBeCloseTo(1, 9);
  });

  it('is bounded by the clock, and by the share of time in which a kernel runs', () => {
    const bound = (busy: number, power: number) => slowdownOf(trial({ busy, power: 200 }), trial({ busy, power }), 0.1);
    expect(bound(1, 180)).toMatchObject({ by: 'clock', error: 0 });
    expect(bound(1, 180)?.mean).toBeCloseTo(0.11, 9);
    expect(bound(0.5, 180)?.mean).toBeCloseTo(0.055, 9);
    // What a set clock saves of power says nothing about the work.
    expect(bound(1, 199)?.mean).toBeCloseTo(0.11, 9);
  });

  it('goes by the clock that is seen before the one that was set', () => {
    const found = slowdownOf(trial({ busy: 1, clock: 1500 }), trial({ busy: 1, clock: 1200 }), 0.5);
    expect(found?.mean).toBeCloseTo(0.275, 9);
  });

  // Under a cap without a clock it read up to 22 % too little from power; memory that is always busy may still do less.
  it('is unknown where neither progress nor a clock is seen, whatever power and memory show', () => {
    const [before, after] = [
      { busy: 1, power: 200, memoryBusy: 0.6 },
      { busy: 1, power: 180, memoryBusy: 0.6 },
    ];
    expect(slowdownOf(trial(before), trial(after), undefined)).toBeUndefined();
    expect(slowdownOf(trial(before), trial(after), 0.2)).toMatchObject({ by: 'clock' });
  });
});
