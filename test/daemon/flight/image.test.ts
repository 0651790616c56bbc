import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeImage, encodeImage } from '../../../src/daemon/flight/image.js';
import { incidentFile, keepIncident } from '../../../src/daemon/flight/keep-incident.js';
import { replay } from '../../../src/daemon/flight/replay.js';
import { pipelineFor } from '../../../src/engine/pipeline.js';
import { type Learned, saveLearned } from '../../../src/engine/replay/learned.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { simulated } from '../../machine/replayed/fixture.js';

const requested = { profile: 'balanced', overrides: [], cap: undefined, target: undefined } as const;

async function learned(): Promise<Learned> {
  const { description } = await simulated(0);
  return saveLearned(pipelineFor(description), requested);
}

test('doubles come back to the last bit, and so does what is missing', async () => {
  const made = await learned();
  const special = [0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.MIN_VALUE, undefined];
  const value = fc.oneof(fc.constantFrom(...special), fc.double());
  fc.assert(
    fc.property(fc.array(value), values => {
      const rules = { pace: values, thermal: Float64Array.from(values, v => v ?? 0) };
      expect(decodeImage(encodeImage({ ...made, rules })).rules).toStrictEqual(rules);
    }),
  );
});

test('an image that is not whole is told as such, wherever it is damaged', async () => {
  const image = encodeImage(await learned());
  const bytes = Buffer.from(image, 'base64');
  const flipped = (at: number): string => {
    const copy = Buffer.from(bytes);
    copy[at] = (copy[at] ?? 0) ^ 1;
    return copy.toString('base64');
  };
  const damaged = ['', 'AAAA', image.slice(0, -8), ...[0, 31, 32, bytes.length - 1].map(flipped)];
  for (const one of damaged)
    expect(() => decodeImage(one)).toThrow('the image of what the rules had learned is damaged');
});

test('a replay of one fails with its path; by another version it is not looked at', async () => {
  const { description, samples } = await simulated(1);
  const directory = join(folderForTest('state'), 'incidents');
  const number = await keepIncident(directory, [
    { hello: description },
    { note: { t: 'learned', learned: { version: '1', image: 'AAAA' } } },
    { note: { t: 'asked', asked: { ...requested, overrides: [] } } },
    ...samples.map(sample => ({ sample })),
  ]);
  const path = incidentFile(directory, number);
  await expect(replay(path, '1')).rejects.toThrow(`${path}: the image of what the rules had learned is damaged`);
  expect(await replay(path, '1+another build')).toMatchObject({ learned: false, samples: samples.length });
});

test('what a build did not save is not made up', async () => {
  const { description, samples } = await simulated(1);
  const directory = join(folderForTest('state'), 'incidents');
  const image = encodeImage({ ...(await learned()), rules: {} });
  const number = await keepIncident(directory, [
    { hello: description },
    { note: { t: 'learned', learned: { version: '1', image } } },
    ...samples.map(sample => ({ sample })),
  ]);
  await expect(replay(incidentFile(directory, number), '1')).rejects.toThrow('nothing is saved of the rule thermal');
});
