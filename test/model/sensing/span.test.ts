import { describe, expect, it } from 'vitest';
import { Span } from '../../../src/model/sensing/span.js';
import type { SignalSpec } from '../../../src/model/signals.js';

const signals: readonly Omit<SignalSpec, 'role' | 'scope'>[] = [
  { name: 'count', unit: 'count', kind: 'counter' },
  { name: 'other', unit: 'count', kind: 'counter' },
  { name: 'epp', unit: 'choice', kind: 'state', choices: ['power', 'performance'] },
  { name: 'limit', unit: 'kHz', kind: 'state' },
];
const [count, other, epp, limit, absent] = [0, 1, 2, 3, -1];

function between(before: readonly number[] | undefined, after: readonly number[], seconds = 2): Span {
  const span = new Span(signals);
  span.take(Float64Array.from(after), before && Float64Array.from(before), seconds);
  return span;
}

describe('a span between two samples', () => {
  it('tells what counters grew by, and how fast', () => {
    const span = between([10, 1, 0, 0], [16, 2, 0, 0]);
    expect(span.grown(count)).toBe(6);
    expect(span.rate(count)).toBe(3);
    expect(span.rateOfAll([count, other])).toBe(3.5);
  });

  it('takes a counter that went back for one that stood still', () => {
    expect(between([10, 0, 0, 0], [4, 0, 0, 0]).rate(count)).toBe(0);
  });

  it('knows no rate of one sample alone, of no time, of what can not be read, and of what is not there', () => {
    expect(between(undefined, [1, 1, 0, 0]).rate(count)).toBeUndefined();
    expect(between([1, 1, 0, 0], [1, 1, 0, 0], 0).rate(count)).toBeUndefined();
    expect(between([1, 1, 0, 0], [2, Number.NaN, 0, 0]).rateOfAll([count, other])).toBeUndefined();
    const span = between([1, 1, 0, 0], [2, 2, 0, 0]);
    expect([span.rate(absent), span.rateOfAll([count, absent]), span.rateOfAll([])]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(span.value(absent)).toBeNaN();
  });

  it('reads words where a signal has them', () => {
    const span = between(undefined, [0, 0, 1, 2_000_000]);
    expect([span.word(epp), span.word(limit), span.word(absent)]).toEqual(['performance', undefined, undefined]);
    expect([span.state(epp), span.state(limit), span.state(absent)]).toEqual(['performance', 2_000_000, undefined]);
    expect(between(undefined, [0, 0, 7, 0]).state(epp)).toBeUndefined();
  });
});
