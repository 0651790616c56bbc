import { expect, test } from 'vitest';
import { pipelineFor } from '../../src/engine/pipeline.js';
import { tick } from '../../src/engine/tick.js';
import type { Requested } from '../../src/model/people/requests.js';
import { simulated } from '../machine/replayed/fixture.js';

test('a budget has the promise that was asked for, or else percent', async () => {
  const { description, samples } = await simulated(1);
  const [sample] = samples;
  if (sample === undefined) throw new Error('nothing was sampled');
  const delay = (more: Partial<Requested> = {}) => {
    const stages = pipelineFor(description);
    const requested = { profile: 'balanced', overrides: [], cap: undefined, target: undefined, ...more } as const;
    return tick(stages, sample, requested).budget.delay;
  };
  expect(delay()).toBeUndefined();
  expect(delay({ promised: { in: 'milliseconds' } })).toBeGreaterThan(0);
  expect(delay({ promised: { in: 'milliseconds', most: 2.5 } })).toBe(2.5);
  expect(delay({ promised: { in: 'percent' } })).toBeUndefined();
  expect(delay({ promised: { in: 'milliseconds' }, profile: 'performance' })).toBe(0);
});
