import { expect, test } from 'vitest';
import { decodeImage, encodeImage } from '../../../src/daemon/flight/image.js';
import { type Pipeline, pipelineFor } from '../../../src/engine/pipeline.js';
import { restoreLearned, saveLearned } from '../../../src/engine/replay/learned.js';
import { tick } from '../../../src/engine/tick.js';
import type { Decision } from '../../../src/governor/arbitration/decision.js';
import type { Sample } from '../../../src/model/sensing/sample.js';
import { simulated } from '../../machine/replayed/fixture.js';

const requested = { profile: 'balanced', overrides: [], cap: undefined, target: undefined } as const;

/** What was decided, without the facts of its reasons. */
const said = (decisions: readonly Decision[]) =>
  decisions.map(d => [d.scope, d.limits, d.reasons.map(r => `${r.control} ${r.bound} ${r.rule} ${r.code}`)]);

const run = (stages: Pipeline, samples: readonly Sample[]) =>
  samples.map(sample => said(tick(stages, sample, requested).decisions));

test.each(['laptop', 'server'] as const)(
  'rules of a %s that were saved and restored decide as those that went on',
  async platform => {
    const { description, samples } = await simulated(60, platform);
    const half = samples.length / 2;
    const stages = pipelineFor(description);
    run(stages, samples.slice(0, half));
    const restored = restoreLearned(decodeImage(encodeImage(saveLearned(stages, requested))));
    expect(restored.requested).toEqual(requested);
    const rest = run(stages, samples.slice(half));
    expect(run(restored.stages, samples.slice(half))).toEqual(rest);
    // That is worth something only where rules that know nothing decide otherwise.
    expect(run(pipelineFor(description), samples.slice(half))).not.toEqual(rest);
  },
);
