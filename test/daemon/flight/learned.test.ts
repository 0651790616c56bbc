import { expect, test } from 'vitest';
import { pureClasses } from '../../../src/daemon/flight/classes.js';
import { freezeLearned, thawLearned } from '../../../src/daemon/flight/learned.js';
import { type Pipeline, pipelineFor } from '../../../src/engine/pipeline.js';
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
  'rules of a %s that were frozen and thawed decide as those that went on',
  async platform => {
    const { description, samples } = await simulated(60, platform);
    const half = samples.length / 2;
    const stages = pipelineFor(description);
    run(stages, samples.slice(0, half));
    const thawed = thawLearned(freezeLearned(stages, requested), await pureClasses());
    expect(thawed.requested).toEqual(requested);
    const rest = run(stages, samples.slice(half));
    expect(run(thawed.stages, samples.slice(half))).toEqual(rest);
    // That is worth something only where rules that know nothing decide otherwise.
    expect(run(pipelineFor(description), samples.slice(half))).not.toEqual(rest);
  },
);
