/** What the rules have learned, frozen and thawed: from there a replay decides as the daemon did. */

import { type Pipeline, pipelineFor } from '../../engine/pipeline.js';
import type { Description } from '../../model/description.js';
import type { Requested } from '../../model/requests.js';
import { freeze } from './freeze.js';
import { type Classes, Thaw } from './thaw.js';

/** To be called between two ticks. What was read back and written is left out: no decision depends on it. */
export function freezeLearned(stages: Pipeline, requested: Requested | undefined): Buffer {
  const { description, choices, baseline, reader, tracker, rules } = stages;
  return freeze({ requested, description, choices, baseline, reader, tracker, rules });
}

export function thawLearned(
  image: Uint8Array,
  classes: Classes,
): { stages: Pipeline; requested: Requested | undefined } {
  const thaw = new Thaw(image, classes);
  // Rules compare what they are given with what they were given last, so all of it comes from the same image.
  const requested = thaw.part<Requested | undefined>('requested');
  const description = thaw.part<Description>('description');
  const fresh = pipelineFor(description);
  const stages = {
    ...fresh,
    choices: thaw.part('choices', fresh.choices),
    baseline: thaw.part('baseline', fresh.baseline),
    reader: thaw.part('reader', fresh.reader),
    tracker: thaw.part('tracker', fresh.tracker),
    rules: thaw.part('rules', fresh.rules),
  };
  return { stages, requested };
}
