import { describe, expect, it } from 'vitest';
import { room } from '../../../src/governor/cpu/room.js';
import { StretchWork } from '../../../src/governor/features/stretch-work.js';
import { learned } from '../stretches.js';

/** A stretch of `ms` of work each `period` ms, paced or not. */
const each = (ms: number, period: number, regular: boolean, bunching = regular ? -0.8 : 0.1) => ({
  stretches: learned([ms]),
  utilisation: ms / period,
  regular,
  bunching,
});

describe('the room of work', () => {
  it('is D where it comes seldom', () => {
    expect(room(4, each(4, 100, true))).toBe(4);
    expect(room(8, each(4, 100, false))).toBe(8);
  });

  it('is a quarter of the free time of paced work', () => {
    expect(room(8, each(4, 16, true))).toBeCloseTo(3, 6);
    expect(room(8, each(2, 8, true))).toBeCloseTo(1.5, 6);
  });

  it('is D while no stretch is known to outlast a ms', () => {
    expect(room(4, { stretches: new StretchWork(), utilisation: 1, regular: false, bunching: undefined })).toBe(4);
  });

  it('is half of the time between other work', () => {
    expect(room(8, each(2, 8, false))).toBeCloseTo(4, 6);
  });

  it('is that of paced work while nobody knows', () => {
    const work = each(2, 8, false);
    expect(room(8, { ...work, bunching: undefined })).toBeCloseTo(1.5, 6);
    expect(room(8, { ...work, bunching: -0.6 })).toBeCloseTo(1.5, 6);
  });

  it('is half of what is free until an application’s deadline, at most, and that where it works alone', () => {
    const due = (ms: number, alone = false) => ({ ms, by: 'game', alone });
    expect(room(8, each(4, 16, true), due(8))).toBeCloseTo(2, 6);
    expect(room(8, each(4, 16, true), due(16))).toBeCloseTo(3, 6);
    expect(room(8, each(4, 16, true), due(16, true))).toBeCloseTo(6, 6);
    expect(room(8, each(4, 16, true), due(1000, true))).toBeCloseTo(6, 6);
    expect(room(4, each(4, 16, true), due(16, true))).toBe(4);
    expect(room(8, each(4, 16, true), due(2, true))).toBeCloseTo(0.3, 6);
    expect(room(8, each(2, 8, false), due(4))).toBeCloseTo(4, 6);
    const mixed = { ...each(2, 16, true), stretches: learned([...new Array<number>(200).fill(2), 80]) };
    expect(room(8, mixed, due(16, true))).toBe(room(8, mixed));
    const nothing = { ...each(4, 16, true), utilisation: 0 };
    expect(room(8, nothing, due(5, true))).toBe(8);
  });

  it('is less where long work shares the CPU with paced work', () => {
    const frames = new Array<number>(200).fill(2);
    const mixed = { stretches: learned([...frames, 80]), utilisation: 0.2, regular: true, bunching: -0.8 };
    const short = 0.2 * mixed.stretches.share(16);
    expect(short).toBeGreaterThan(0.1);
    expect(room(2, mixed)).toBeCloseTo(2 * (1 - 1.4 * short), 6);
    expect(room(2, { ...mixed, regular: false, bunching: 0.1 })).toBe(2);
    expect(room(2, { ...mixed, stretches: learned(frames) })).toBe(2);
  });

  it('is never more than D, nor less than nothing', () => {
    const busy = { stretches: learned([2, 40]), utilisation: 1, regular: true, bunching: -0.8 };
    expect(room(4, busy)).toBeGreaterThanOrEqual(0);
    expect(room(0.1, each(0.5, 1, true))).toBeLessThanOrEqual(0.1);
  });
});
