import { expect, test } from 'vitest';
import { Random } from '../../../../src/machine/simulated/work/random.js';
import { deviation, mean } from '../core/fixture.js';

const draws = (count: number, draw: () => number): number[] => Array.from({ length: count }, draw);

test('the same seed and name give the same numbers; another seed or name gives others', () => {
  const five = (seed: number, name: string) => {
    const random = new Random(seed, name);
    return draws(5, () => random.uniform());
  };
  expect(five(1, 'a')).toEqual(five(1, 'a'));
  expect(five(1, 'a')).not.toEqual(five(2, 'a'));
  expect(five(1, 'a')).not.toEqual(five(1, 'b'));
  expect(five(1, 'a')).not.toEqual(five(1 + 2 ** 32, 'a'));
});

test('moments of the distributions', () => {
  const random = new Random(11, 'moments');
  const n = 200_000;
  const uniform = draws(n, () => random.uniform());
  expect(mean(uniform)).toBeCloseTo(0.5, 2);
  expect(deviation(uniform)).toBeCloseTo(Math.sqrt(1 / 12), 2);
  const normal = draws(n, () => random.normal(3, 2));
  expect(mean(normal)).toBeCloseTo(3, 1);
  expect(deviation(normal)).toBeCloseTo(2, 1);
  const exponential = draws(n, () => random.exponential(5));
  expect(mean(exponential)).toBeCloseTo(5, 1);
  expect(deviation(exponential)).toBeCloseTo(5, 1);
  expect(mean(draws(n, () => random.logNormal(-0.245, 0.7)))).toBeCloseTo(1, 2);
});

test('integers reach both ends, evenly', () => {
  const random = new Random(5, 'integers');
  const counts = new Map<number, number>();
  for (const value of draws(40_000, () => random.integer(2, 5))) counts.set(value, (counts.get(value) ?? 0) + 1);
  expect([...counts.keys()].sort()).toEqual([2, 3, 4, 5]);
  for (const count of counts.values()) expect(count / 10_000).toBeCloseTo(1, 1);
});
