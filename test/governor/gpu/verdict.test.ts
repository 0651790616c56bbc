import { describe, expect, it } from 'vitest';
import { type Evidence, verdict } from '../../../src/governor/gpu/verdict.js';

const evidence = (mean: number, error: number, change: Partial<Evidence> = {}): Evidence => ({
  slowdown: { mean, error, by: 'progress' },
  power: 0.7,
  powerError: 0.01,
  best: 1,
  seconds: 60,
  ...change,
});

describe('the verdict on a setting whose slowdown and error straddle ε', () => {
  it('waits for a minute, then goes by the mean', () => {
    expect(verdict(evidence(0.045, 0.006, { seconds: 50 }), 0.05)).toBe('unclear');
    expect(verdict(evidence(0.045, 0.006), 0.05)).toBe('good');
    expect(verdict(evidence(0.051, 0.002), 0.05)).toBe('slow');
  });

  it('is no where bad luck in what was seen would break the promise by more than half a percent', () => {
    expect(verdict(evidence(0.0895, 0.0102), 0.1)).toBe('good');
    expect(verdict(evidence(0.0925, 0.0111), 0.1)).toBe('slow');
    expect(verdict(evidence(0.045, 0.008), 0.05)).toBe('slow');
  });
});
