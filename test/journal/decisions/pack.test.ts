import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DecisionRecord } from '../../../src/journal/decisions/decision-record.js';
import { packed, unpacked } from '../../../src/journal/decisions/pack.js';

const whole = fc.nat(2 ** 31);
const limits = fc.dictionary(fc.constantFrom('epp', 'max_freq', 'é"\n'), fc.oneof(whole, fc.string()));
const text = limits.map(o => JSON.stringify(o));
const figures = fc
  .array(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), whole).map(x => JSON.stringify(x)))
  .map(all => all.join());
const line: fc.Arbitrary<DecisionRecord> = fc.record({
  id: fc.maxSafeNat(),
  from: fc.integer({ min: -(2 ** 50), max: 2 ** 50 }),
  durationMs: whole,
  ticks: whole,
  govern: fc.nat(1),
  profile: fc.string(),
  before: text,
  after: text,
  readback: fc.option(text),
  reasons: text,
  features: text,
  figures,
});

it('gives back every line as it was, in its order', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), lines => {
      expect(unpacked(packed(lines))).toEqual(lines);
    }),
  );
});

it('keeps lines apart that say the same with more figures or fewer', () => {
  const one = fc.sample(line, 1)[0] as DecisionRecord;
  const lines = ['', '0', '1,2', '3'].map(figures => ({ ...one, figures }));
  expect(unpacked(packed(lines))).toEqual(lines);
});
