import { describe, expect, it } from 'vitest';
import { decisionGrowth, encodeFeatures } from '../../src/journal/encode.js';
import { decision } from './support.js';

describe('encodeFeatures', () => {
  it('keeps five digits', () =>
    expect(encodeFeatures({ busy: 0.412_345_678, khz: 2_400_000 })).toBe('{"busy":0.41235,"khz":2400000}'));

  it('leaves a missing feature out', () => {
    const features = { a: Number.NaN, b: Number.POSITIVE_INFINITY, c: 0 };
    expect(encodeFeatures(features)).toBe('{"c":0}');
  });
});

it('tells nothing read back from an empty readback', () => {
  expect(decisionGrowth(decision())).toEqual([1_000_900, 10, null]);
  expect(decisionGrowth(decision({ readback: {} }))[2]).toBe('{}');
});
