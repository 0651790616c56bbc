/**
 * All that a pipeline has learned, as plain data (model/saved.ts), and a pipeline that continues from it: its decisions equal those of the saved one
 * to the last bit. Save only between two ticks, while no write to a machine is under way.
 */
import { restoreRules, saveRules } from '../../governor/registry.js';
import type { Requested } from '../../model/people/requests.js';
import { type Pipeline, pipelineFor } from '../pipeline.js';

export type Learned = ReturnType<typeof saveLearned>;

export function saveLearned(stages: Pipeline, requested: Requested | undefined) {
  const { description, reader, tracker, rules, power, arbiter, maker, custody } = stages;
  return {
    description,
    requested,
    reader: reader.save(),
    tracker: tracker.save(),
    power: power.save(description.topology),
    rules: saveRules(rules),
    arbiter: arbiter.save(),
    maker: maker.save(),
    custody: custody.save(),
  };
}

export interface Restored {
  readonly stages: Pipeline;
  readonly requested: Requested | undefined;
}

export function restoreLearned(saved: Learned): Restored {
  const { description, requested } = saved;
  const stages = pipelineFor(description);
  stages.reader.restore(saved.reader);
  stages.tracker.restore(saved.tracker);
  stages.power.restore(saved.power, description.topology);
  restoreRules(stages.rules, saved.rules);
  stages.arbiter.restore(saved.arbiter);
  stages.maker.restore(saved.maker);
  stages.custody.restore(saved.custody);
  return { stages, requested };
}
