import { expect, test } from 'vitest';
import { pipelineFor } from '../../src/engine/pipeline.js';
import { tick } from '../../src/engine/tick.js';
import type { Description } from '../../src/model/description.js';
import type { Requested } from '../../src/model/people/requests.js';
import type { Sample } from '../../src/model/sensing/sample.js';
import { simulated } from '../machine/replayed/fixture.js';

/** A simulated machine as its helper would tell of it if all policies had the kernel's governor, which starts work at this share. */
async function underIt(percent: number): Promise<{ description: Description; sample: Sample }> {
  const { description, samples } = await simulated(1);
  const [sample] = samples;
  if (sample === undefined) throw new Error('nothing was sampled');
  const values = [...sample.values];
  const signals = description.signals.map((signal, at) => {
    if (signal.role !== 'governor') return signal;
    values[at] = signal.choices?.length ?? 0;
    return { ...signal, choices: [...(signal.choices ?? []), 'lattice'] };
  });
  const told = (name: string, unit: string) => ({ name, role: name, scope: 'machine', unit, kind: 'state' as const });
  return {
    description: { ...description, signals: [...signals, told('young_percent', 'percent'), told('young_us', 'us')] },
    sample: { ...sample, values: Float64Array.from([...values, percent, 8000]) },
  };
}

const requested = { profile: 'balanced', overrides: [], cap: undefined, target: undefined } as const;
const answered = async (percent: number, more: Partial<Requested> = {}) => {
  const { description, sample } = await underIt(percent);
  const { answered: is, reading } = tick(pipelineFor(description), sample, { ...requested, ...more });
  return { is, start: reading.policies[0]?.kernelStart };
};

test('the kernel’s governor answers for all work where it is told how that starts', async () => {
  expect(await answered(75, { kernel: true })).toEqual({ is: true, start: { share: 0.75, ms: 8 } });
  expect((await answered(75)).is).toBe(false);
  expect(await answered(100, { kernel: true })).toEqual({ is: false, start: undefined });
});
