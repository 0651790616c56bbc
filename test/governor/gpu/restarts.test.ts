import { expect, test } from 'vitest';
import { Restarts } from '../../../src/governor/gpu/restarts.js';

test('each search that was given up soon makes the next wait twice as long, half an hour at most', () => {
  const restarts = new Restarts();
  expect(Array.from({ length: 9 }, () => restarts.next(10))).toEqual([20, 40, 80, 160, 320, 640, 1280, 1800, 1800]);
});

test('one that held something for a minute does not', () => {
  const restarts = new Restarts();
  restarts.next(0);
  restarts.next(0);
  expect(restarts.next(60)).toBe(0);
  expect(restarts.next(0)).toBe(20);
});
