/** Who is saved and restored goes on as who was never interrupted: decisions, writes and all that is known, to the last bit. */
import { expect, test } from 'vitest';
import { decodeImage, encodeImage } from '../../../../src/daemon/flight/image.js';
import { type Pipeline, pipelineFor } from '../../../../src/engine/pipeline.js';
import { restoreLearned, saveLearned } from '../../../../src/engine/replay/learned.js';
import { type MoveBudget, tick } from '../../../../src/engine/tick.js';
import { Random } from '../../../../src/machine/simulated/work/random.js';
import type { Requested } from '../../../../src/model/people/requests.js';
import { gpuMachine } from './gpu-machine.js';
import { type Machine, simulatedMachine } from './machine.js';
import { difference, notPlain, partsOf, views } from './parts.js';

const usual: Requested = { profile: 'balanced', overrides: [], cap: undefined, target: undefined };
const mine = { id: 1, who: 'root', lasts: 'until 18:00:00', max: 2e6, epp: 'power', gpuMax: 9e5 };
/** What is asked for, by turns. */
const wishes: readonly Requested[] = [
  usual,
  { ...usual, overrides: [mine] },
  usual,
  { ...usual, cap: { max: 2_500_000, when: 'on battery' }, target: 50 },
  { ...usual, profile: 'power-saver', target: 48 },
  { ...usual, overrides: [mine, { ...mine, id: 2, max: 3e6, epp: 'performance' }] },
  { ...usual, profile: 'performance' },
];

const lowered: MoveBudget = budget => ({
  ...budget,
  slowdown: budget.slowdown / 2,
  moved: { usual: budget.slowdown, by: 'pressure', behind: undefined },
});
const unmoved: MoveBudget = budget => budget;

/** Restores what was saved, through the image, and sees that nothing is lost. */
function anew(stages: Pipeline, requested: Requested) {
  const saved = saveLearned(stages, requested);
  expect(notPlain(saved)).toBeUndefined();
  const restored = restoreLearned(decodeImage(encodeImage(saved)));
  expect(difference(saved, saveLearned(restored.stages, restored.requested))).toBeUndefined();
  expect(difference(stages, restored.stages)).toBeUndefined();
  return restored;
}

/** Goes on over so many ticks, with a second pipeline that is restored from time to time; returns the first. */
function goOn(machine: Machine, ticks: number, seed: number): Pipeline {
  const random = new Random(seed, 'going on');
  let stages = pipelineFor(machine.description);
  let twin = pipelineFor(machine.description);
  let [wish, twins] = [usual, usual];
  for (let i = 0; i < ticks; i++) {
    if (random.uniform() < 1 / 40) {
      const restored = anew(random.uniform() < 0.5 ? stages : twin, wish);
      twin = restored.stages;
      twins = restored.requested ?? usual;
    }
    if (random.uniform() < 1 / 100) {
      const description = structuredClone(stages.description);
      const same = random.uniform() < 0.5;
      stages = pipelineFor(description, stages, same);
      twin = pipelineFor(description, twin, same);
    }
    if (random.uniform() < 1 / 30) {
      wish = wishes[Math.floor(random.uniform() * wishes.length)] ?? usual;
      if (JSON.stringify(wish) !== JSON.stringify(twins)) twins = wish;
    }
    const { sample, progress } = machine.sample();
    const move = i % 150 < 50 ? lowered : unmoved;
    const { decisions, writes, events } = tick(stages, sample, wish, move, progress);
    const other = tick(twin, sample, twins, move, progress);
    expect(difference({ decisions, writes, events }, pick(other)), `tick ${i}`).toBeUndefined();
    for (const each of [stages, twin]) each.custody.sent(writes, sample.at);
    const results = machine.set(writes);
    for (const each of [stages, twin]) each.custody.settled(results, sample.at);
  }
  anew(twin, twins);
  return stages;
}

test('what was saved stays as it is, whoever goes on', () => {
  const machine = gpuMachine(4, 1);
  const stages = pipelineFor(machine.description);
  const ticks = (each: Pipeline) => {
    for (let i = 0; i < 100; i++) tick(each, machine.sample().sample, usual);
  };
  ticks(stages);
  const saved = saveLearned(stages, usual);
  const image = encodeImage(saved);
  ticks(stages);
  ticks(restoreLearned(saved).stages);
  expect(encodeImage(saved)).toBe(image);
});

const pick = ({ decisions, writes, events }: ReturnType<typeof tick>) => ({ decisions, writes, events });

test.each(['laptop', 'server', 'hybrid', 'laptop-turbo'] as const)('on a simulated %s', platform => {
  goOn(simulatedMachine(platform, 7), 500, 11);
});

test.each([
  [1, 1],
  [2, 1],
  [3, 0.4],
])('and with a GPU, from the seed %i, a sample each %f s', (seed, seconds) => {
  const stages = goOn(gpuMachine(seed, seconds), 700, seed);
  const lost = [...partsOf(stages)].filter(part => !('save' in part && 'restore' in part)).map(p => p.constructor.name);
  expect([...new Set(lost)].sort()).toEqual([...views].sort());
});
