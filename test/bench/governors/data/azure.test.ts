import { describe, expect, it } from 'vitest';
import { azureLoad } from '../../../../bench/governors/data/azure.js';

const lines = Array.from({ length: 24 }, (_, i) => `code,${i},2048,${i + 1}`);
const trace = ['service,t_s,context_tokens,generated_tokens', ...lines].join('\n');

/** The first jobs of a seed's machine. */
function jobs(seed: number, count: number) {
  const [stream] = azureLoad(trace, 'x.csv').streams(seed, 0);
  return Array.from({ length: count }, () => stream?.next(0));
}

describe('the request trace', () => {
  it('deals each request to one of eight machines', () => {
    expect(jobs(3, 3).map(j => (j?.pieces[1]?.work ?? 0) / 8 - 1)).toEqual([3, 11, 19]);
  });

  it('keeps the times between requests, also where it begins again', () => {
    const [a, b, c] = jobs(1, 3).map(j => j?.arrival ?? Number.NaN);
    expect((b ?? 0) - (a ?? 0)).toBeCloseTo(1000 + 23_000 - 17_000, 6);
    expect((c ?? 0) - (b ?? 0)).toBeCloseTo(8000, 6);
    expect(a).toBeGreaterThanOrEqual(0);
  });

  it('turns tokens into work', () => {
    expect(jobs(3, 1)[0]?.pieces).toEqual([
      { work: 150, memory: 0.1 },
      { work: 32, memory: 0.85 },
    ]);
  });

  it.each([
    ['t,n\n1,2', /x\.csv: t,n: expected/],
    [`${trace}\ncode,x,1,1`, /x\.csv:26: code,x,1,1: expected/],
  ])('refuses what is no trace', (text, message) => {
    expect(() => azureLoad(text, 'x.csv')).toThrow(message);
  });
});
