import { expect, test } from 'vitest';
import { pipelineFor } from '../../src/engine/pipeline.js';
import { tick } from '../../src/engine/tick.js';
import type { Requested } from '../../src/model/people/requests.js';
import { simulated } from '../machine/replayed/fixture.js';

test('a budget has the promise that was asked for, or else the machine’s usual one', async () => {
  const { description, samples } = await simulated(1);
  const [sample] = samples;
  if (sample === undefined) throw new Error('nothing was sampled');
  const delay = (supplies: typeof description.topology.supplies, more: Partial<Requested> = {}) => {
    const stages = pipelineFor({ ...description, topology: { ...description.topology, supplies } });
    const requested = { profile: 'balanced', overrides: [], cap: undefined, target: undefined, ...more } as const;
    return tick(stages, sample, requested).budget.delay;
  };
  const battery = [{ name: 'BAT0', type: 'Battery' }];
  expect(delay(battery)).toBeGreaterThan(0);
  expect(delay([])).toBeUndefined();
  expect(delay([], { promised: { in: 'milliseconds', most: 2.5 } })).toBe(2.5);
  expect(delay(battery, { promised: { in: 'percent' } })).toBeUndefined();
  expect(delay(battery, { profile: 'performance' })).toBe(0);
});
