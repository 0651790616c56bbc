import { describe, expect, it } from 'vitest';
import { Board } from '../../../../src/machine/linux/gpu/board.js';
import type { GpuRow } from '../../../../src/machine/linux/gpu/row.js';

const second = 1e9;
const row = (change: Partial<GpuRow> = {}): GpuRow => ({
  uuid: 'GPU-0',
  timestamp: undefined,
  index: 0,
  busy: 90,
  memoryBusy: 50,
  power: 200e6,
  enforcedLimit: 320e6,
  clock: 1_500_000,
  memoryClock: 11_500_000,
  temperature: 60,
  memoryTemperature: undefined,
  throttle: 0,
  pstate: 2,
  ...change,
});

describe('rows in time', () => {
  it('a sample sees the row that was the newest when it was taken', () => {
    const board = new Board();
    for (const s of [0, 1, 2]) board.push(row({ busy: 10 + s }), s * second);
    const busyAt = (s: number) => {
      board.advance(s * second);
      return board.row(s * second)?.busy;
    };
    expect([0.5, 1.5, 2.5].map(busyAt)).toEqual([10, 11, 12]);
  });

  it('a row is missing before it came and 5 s after', () => {
    const board = new Board();
    board.push(row(), second);
    board.advance(0.5 * second);
    expect(board.row(0.5 * second)).toBeUndefined();
    board.advance(5.9 * second);
    expect(board.row(5.9 * second)?.busy).toBe(90);
    board.advance(6.1 * second);
    expect(board.row(6.1 * second)).toBeUndefined();
  });
});

describe('energy', () => {
  /** Joules after samples at these times. */
  const joules = (board: Board, ...times: number[]) =>
    times.map(s => {
      board.advance(s * second);
      return (board.energy(s * second) ?? Number.NaN) / 1e6;
    });

  it('is power times time, whatever the pace of samples', () => {
    const rows = (board: Board) => {
      for (const s of [0, 1, 2]) board.push(row({ power: (s + 1) * 100e6 }), s * second);
    };
    const [fine, coarse] = [new Board(), new Board()];
    rows(fine);
    rows(coarse);
    expect(joules(fine, 0, 0.5, 1, 1.5, 2, 2.5)).toEqual([0, 50, 100, 200, 300, 450]);
    expect(joules(coarse, 0, 2.5).at(-1)).toBe(450);
  });

  it('does not count what nobody measured', () => {
    const board = new Board();
    board.push(row({ power: 100e6 }), 0);
    expect(joules(board, 0, 1, 60)).toEqual([0, 100, Number.NaN]);
    board.push(row({ power: 100e6 }), 61 * second);
    // 5 s until the row was stale, then 1 s.
    expect(joules(board, 62)).toEqual([600]);
  });

  it('a row without power is no row of 0 W', () => {
    const board = new Board();
    board.push(row({ power: undefined }), 0);
    expect(joules(board, 0, 1)).toEqual([Number.NaN, Number.NaN]);
  });
});

describe('figures that are stuck', () => {
  it('under load are not believed after a minute, and are again when they move', () => {
    const board = new Board();
    for (let s = 0; s <= 60; s++) board.push(row(), s * second);
    board.advance(60 * second);
    expect(board.row(60 * second)).toBeUndefined();
    expect(board.energy(60 * second)).toBeUndefined();
    board.push(row({ power: 200.01e6 }), 61 * second);
    board.advance(61 * second);
    expect(board.row(61 * second)?.power).toBe(200.01e6);
  });

  it('at rest are what rest looks like', () => {
    const board = new Board();
    for (let s = 0; s <= 100; s++) board.push(row({ busy: 0 }), s * second);
    board.advance(100 * second);
    expect(board.row(100 * second)?.busy).toBe(0);
  });
});

describe('a lock that no longer holds', () => {
  const top = 2_100_000;
  const lock = 900_000;
  function locked(): Board {
    const board = new Board();
    board.push(row({ clock: lock }), 0);
    board.wasSet(0);
    expect(board.lockState(lock, top)).toBe(lock);
    return board;
  }
  /** Rows each second from `from` on. */
  const rows = (board: Board, from: number, count: number, clock: number) => {
    for (let s = from; s < from + count; s++) board.push(row({ clock, power: 200e6 + s }), s * second);
  };

  it('is seen by a clock above it for 3 rows', () => {
    const board = locked();
    rows(board, 4, 2, 1_500_000);
    expect(board.lockState(lock, top)).toBe(lock);
    rows(board, 6, 1, 1_500_000);
    expect(board.lockState(lock, top)).toBe(top);
    board.wasSet(7 * second);
    expect(board.lockState(lock, top)).toBe(lock);
  });

  it('is not suspected for a step too much, nor in the first seconds after a set', () => {
    const board = locked();
    rows(board, 1, 3, 1_500_000);
    rows(board, 4, 10, lock + 30_000);
    expect(board.lockState(lock, top)).toBe(lock);
  });

  it('is seen by the GPU having been away', () => {
    const board = locked();
    rows(board, 1, 1, lock);
    rows(board, 10, 1, lock);
    expect(board.lockState(lock, top)).toBe(top);
  });

  it('matters only where there is one', () => {
    const board = locked();
    rows(board, 10, 1, lock);
    expect(board.lockState(top, top)).toBe(top);
    expect(board.lockState(lock, top)).toBe(lock);
  });
});
