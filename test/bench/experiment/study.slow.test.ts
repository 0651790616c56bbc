import { describe, expect, it } from 'vitest';
import { loadKinds } from '../../../bench/experiment/load.js';
import { one, study } from '../../../bench/experiment/study.js';

const runs = 1000;

describe.each(loadKinds.map(kind => [kind.name, kind] as const))(
  'experiments of 8 hours under a %s load',
  (_, kind) => {
    it('find an effect where there is none in at most 6.5 % of runs, and the interval holds the truth in 93 to 97 %', () => {
      const { found, covered } = study(kind, 0, runs);
      expect(found).toBeLessThanOrEqual(0.065);
      expect(covered).toBeGreaterThanOrEqual(0.93);
      expect(covered).toBeLessThanOrEqual(0.97);
    });

    it('find a true saving of 12 % in at least 80 % of runs, and the interval holds it in 93 to 97 %', () => {
      const { found, covered } = study(kind, 0.12, runs);
      expect(found).toBeGreaterThanOrEqual(0.8);
      expect(covered).toBeGreaterThanOrEqual(0.93);
      expect(covered).toBeLessThanOrEqual(0.97);
    });
  },
);

it('a run is the same each time', () => {
  const [kind] = loadKinds;
  if (kind === undefined) throw new Error('expected a kind of load');
  expect(one(kind, 0.12, 7)).toEqual(one(kind, 0.12, 7));
});
