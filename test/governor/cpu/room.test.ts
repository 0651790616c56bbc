import { describe, expect, it } from 'vitest';
import { room } from '../../../src/governor/cpu/room.js';
import { StretchWork } from '../../../src/governor/features/stretch-work.js';
import { learned } from '../stretches.js';

const clocks = { top: 4_000_000, computeShare: 1 };

/** A stretch of `ms` of work each `period` ms, paced or not. */
const each = (ms: number, period: number, regular: boolean, bunching = regular ? -0.8 : 0.1) => ({
  stretches: learned([ms]),
  utilisation: ms / period,
  regular,
  bunching,
  mixed: false,
  ...clocks,
});

describe('the room of work', () => {
  it('is D where it comes seldom', () => {
    expect(room(4, each(4, 100, true)).ms).toBe(4);
    expect(room(8, each(4, 100, false)).ms).toBe(8);
  });

  it('is a quarter of the free time of paced work', () => {
    expect(room(8, each(4, 16, true)).ms).toBeCloseTo(3, 6);
    expect(room(8, each(2, 8, true)).ms).toBeCloseTo(1.5, 6);
  });

  it('is D while no stretch is known to outlast a ms', () => {
    const known = {
      stretches: new StretchWork(),
      utilisation: 1,
      regular: false,
      bunching: undefined,
      mixed: false,
      ...clocks,
    };
    expect(room(4, known).ms).toBe(4);
  });

  it('is half of the time between other work', () => {
    expect(room(8, each(2, 8, false)).ms).toBeCloseTo(4, 6);
  });

  it('is that of paced work while nobody knows', () => {
    const work = each(2, 8, false);
    expect(room(8, { ...work, bunching: undefined }).ms).toBeCloseTo(1.5, 6);
    expect(room(8, { ...work, bunching: -0.6 }).ms).toBeCloseTo(1.5, 6);
  });

  it('is half of what is free until an application’s deadline, at most, and that where it works alone', () => {
    const within = (most: number, work: Parameters<typeof room>[1], ms: number, alone = false) =>
      room(most, work, undefined, { ms, by: 'game', alone }).ms;
    expect(within(8, each(4, 16, true), 8)).toBeCloseTo(2, 6);
    expect(within(8, each(4, 16, true), 16)).toBeCloseTo(3, 6);
    expect(within(8, each(4, 16, true), 16, true)).toBeCloseTo(6, 6);
    expect(within(8, each(4, 16, true), 1000, true)).toBeCloseTo(6, 6);
    expect(within(4, each(4, 16, true), 16, true)).toBe(4);
    expect(within(8, each(4, 16, true), 2, true)).toBeCloseTo(0.3, 6);
    expect(within(8, each(2, 8, false), 4)).toBeCloseTo(4, 6);
    const mixed = { ...each(2, 16, true), mixed: true };
    expect(within(8, mixed, 16, true)).toBe(room(8, mixed).ms);
    const nothing = { ...each(4, 16, true), utilisation: 0 };
    expect(within(8, nothing, 5, true)).toBe(8);
  });

  it('is less where long work shares the CPU with paced work', () => {
    const frames = { ...each(4, 40, true), mixed: true };
    expect(room(8, frames).ms).toBeCloseTo(4 * 0.9, 6);
    expect(room(5, frames).ms).toBeCloseTo(2.5 * 0.9, 6);
    expect(room(5, { ...frames, regular: false, bunching: undefined }).ms).toBeCloseTo(2.5 * 0.9, 6);
    expect(room(5, { ...frames, regular: false, bunching: 0.1 }).ms).toBe(5);
    expect(room(5, { ...frames, mixed: false }).ms).toBe(5);
  });

  it('is never more than D, nor less than nothing', () => {
    const busy = { ...each(2, 2, true), stretches: learned([2, 40]), mixed: true };
    expect(room(4, busy).ms).toBeGreaterThanOrEqual(0);
    expect(room(0.1, each(0.5, 1, true)).ms).toBeLessThanOrEqual(0.1);
  });

  const task = (period: number, run: number, mhz = 4000) => ({ period, run, mhz });
  const seen = { periodic: [task(20, 2), task(50, 5)], others: 0, longest: 0, taken: 0 };

  it('is what the task with the least to spare has until half of its period, where several do the work', () => {
    const work = each(2, 8, true);
    // 10 − 1.3·2/(1 − 0.1)
    expect(room(8, work, seen)).toEqual({ ms: expect.closeTo(10 - 2.6 / 0.9, 6), by: 'period', period: 20 });
    expect(room(4, work, seen)).toEqual({ ms: 4, by: 'period', period: 20 });
    expect(room(0.5, work, seen)).toEqual({ ms: 0.5, by: 'stretches' });
  });

  it('is that of the stretches where one task comes, or others work, or one has hardly any time to spare', () => {
    const work = each(2, 8, true);
    const own = room(8, work);
    expect(room(8, work, { ...seen, periodic: [task(20, 2)] })).toEqual(own);
    expect(room(8, work, { ...seen, others: 0.2 })).toEqual(own);
    expect(room(8, work, { ...seen, periodic: [...seen.periodic, task(10, 3.5)] })).toEqual(own);
    expect(room(8, work, { ...seen, periodic: [] })).toEqual(own);
  });

  it('is half of D, or what a piece leaves of it, where a task of long runs takes turns with paced work', () => {
    const work = each(4, 100, false);
    expect(room(4, work, { ...seen, longest: 60 })).toEqual({ ms: 2, by: 'turns' });
    expect(room(8, work, { ...seen, periodic: [task(16, 3)], longest: 60 })).toEqual({ ms: 5, by: 'turns' });
    expect(room(8, work, { ...seen, periodic: [task(16, 3)], longest: 1 })).toEqual({ ms: 8, by: 'stretches' });
  });

  it('takes a task’s time at full clock', () => {
    const work = each(4, 100, false);
    const slow = { ...seen, periodic: [task(16, 4, 2000)], longest: 60 };
    expect(room(8, work, slow).ms).toBeCloseTo(6, 6);
    // Half of the work waits for memory: twice the clock makes it 1.5 times as fast.
    expect(room(8, { ...work, computeShare: 0.5 }, slow).ms).toBeCloseTo(8 - 4 / 1.5, 6);
    expect(room(8, work, { ...slow, periodic: [task(16, 3, 0)] }).ms).toBeCloseTo(5, 6);
  });
});
