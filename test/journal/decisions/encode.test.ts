import { describe, expect, it } from 'vitest';
import { encodeDecision } from '../../../src/journal/decisions/encode.js';
import { reason } from '../support.js';

const none: Readonly<Record<string, number>> = {};

describe('encodeDecision', () => {
  it('takes the numbers out of what is said, and writes them short', () => {
    const facts = { top_khz: 4_600_000, stall: -0.113, when: 'on battery' };
    const said = encodeDecision({ reasons: [{ ...reason, facts }], features: none });
    expect(JSON.parse(said.reasons)).toEqual([{ ...reason, facts: { top_khz: 0, stall: 1, when: 'on battery' } }]);
    expect(said.figures).toBe('46e5,-0.113');
  });

  it('lets reasons that say the same share their figures', () => {
    const both = [reason, { ...reason, control: 'min_freq', bound: 'min' as const }];
    expect(encodeDecision({ reasons: both, features: none }).figures).toBe('0.41,0.8');
  });

  it('keeps four digits of a feature and leaves a missing one out', () => {
    const features = { busy: 0.412_345_678, khz: 2_400_000, a: Number.NaN, b: Number.POSITIVE_INFINITY, c: 0 };
    const said = encodeDecision({ reasons: [], features });
    expect(said).toEqual({ reasons: '[]', features: '{"busy":0,"khz":1,"c":2}', figures: '0.4123,24e5,0' });
  });
});
