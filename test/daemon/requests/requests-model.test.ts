/** Any interleaving of what people, time, processes and the machine do ends in what the rules of DESIGN's meet give. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Model } from './model/model.js';
import { people } from './model/scene.js';
import { step, take } from './model/steps.js';
import { System } from './model/system.js';

test('any interleaving ends in what the meet gives, and nothing of it outlives its end', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), steps => {
      const system = new System();
      const model = new Model();
      for (let by = 0; by < people; by++) system.begin(by);
      for (const s of steps) {
        take(s, system, model);
        system.settle();
        model.end(w => w.at !== undefined && w.at <= system.clock.now);
        expect(system.kernel, JSON.stringify(s)).toEqual(model.expected(system.onMains, system.hot));
      }
      // Hours later, everybody gone, only what was set is left.
      system.restart();
      for (let by = 0; by < people; by++) system.kill(by);
      system.clock.now += 3600;
      system.settle();
      Object.assign(model, { holds: [], overrides: [] });
      expect(system.kernel).toEqual(model.expected(system.onMains, system.hot));
      expect(system.stop()).toMatchObject({ holds: [], overrides: [], chosen: model.chosen });
    }),
    { numRuns: 150 },
  );
});
