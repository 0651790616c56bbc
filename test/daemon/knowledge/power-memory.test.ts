import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPower } from '../../../src/daemon/knowledge/power-file.js';
import { PowerMemory } from '../../../src/daemon/knowledge/power-memory.js';
import { type Pipeline, pipelineFor } from '../../../src/engine/pipeline.js';
import { tick } from '../../../src/engine/tick.js';
import type { Sample } from '../../../src/model/sensing/sample.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { simulated } from '../../machine/replayed/fixture.js';

const requested = { profile: 'balanced', overrides: [], cap: undefined, target: undefined } as const;
const day = 24 * 3_600_000;

/** A state directory and a /proc with a processor of that name. */
function machine(name = 'A processor') {
  const folder = folderForTest('state');
  mkdirSync(join(folder, 'proc'));
  writeFileSync(join(folder, 'proc/cpuinfo'), `processor\t: 0\nmodel name\t: ${name}\n`);
  const said: string[] = [];
  const path = join(folder, 'power.json');
  const named = (other: string) => writeFileSync(join(folder, 'proc/cpuinfo'), `model name\t: ${other}\n`);
  const memory = () => new PowerMemory({ path, proc: join(folder, 'proc'), log: (_, line) => said.push(line) });
  return { path, said, memory, named };
}

const { description, samples } = await simulated(60, 'laptop');
const [first] = samples;
const [policy] = description.topology.policies;
if (first === undefined || policy === undefined) throw new Error('a simulated laptop has samples and a policy');

/** A pipeline that begins with what the memory recalls at `wall`, and follows the samples. */
function begun(memory: PowerMemory, wall: number, following: readonly Sample[] = [first as Sample]): Pipeline {
  const stages = pipelineFor(description);
  memory.before(stages, first as Sample, wall);
  for (const sample of following) tick(stages, sample, requested);
  return stages;
}

const costs = ({ power }: Pipeline): number[] =>
  [0.3, 0.5, 0.7, 0.9].map(x => power.cost(policy, x * policy.hw_max, 1) / power.cost(policy, policy.hw_max, 1));
const unknown = costs(pipelineFor(description));

const apart = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, cost, i) => sum + Math.abs(cost / (b[i] ?? 0) - 1), 0);

/** A daemon that has learned, and is over. */
function kept(at = 0) {
  const here = machine();
  const memory = here.memory();
  const stages = begun(memory, at, samples);
  memory.keep(at);
  return { ...here, learned: costs(stages) };
}

test('the next daemon begins with what the last one learned', () => {
  const { memory, learned, said } = kept();
  expect(learned).not.toEqual(unknown);
  const found = costs(begun(memory(), day));
  expect(apart(found, learned)).toBeLessThan(apart(unknown, learned) / 3);
  expect(said).toEqual([]);
});

test('the older it is, the less it counts', () => {
  const { memory, learned } = kept();
  const off = [0, 30, 120, 3650].map(days => apart(costs(begun(memory(), days * day)), learned));
  expect(off).toEqual(off.toSorted((a, b) => a - b));
  expect(off[3]).toBeCloseTo(apart(unknown, learned), 3);
});

test('another processor begins with nothing', () => {
  const { memory, named, said } = kept();
  named('Another processor');
  expect(costs(begun(memory(), day))).toEqual(unknown);
  expect(said).toEqual([]);
});

test.each([
  ['', 'not JSON'],
  ['{"version":2}', 'expected an object of version 1'],
  ['{"version":1,"machine":"m","at":null,"curves":[]}', 'expected machine and at'],
  ['{"version":1,"machine":"m","at":0}', 'curves: expected'],
  [
    '{"version":1,"machine":"m","at":0,"curves":[{"key":"k","min":1,"max":2,"right":[1],"triangle":[]}]}',
    'curves: expected',
  ],
  [
    '{"version":1,"machine":"m","at":0,"curves":[{"key":"k","min":2,"max":2,"right":[1],"triangle":[1]}]}',
    'curves: expected',
  ],
])('%s is refused with a warning, and begins with nothing', (text, words) => {
  const { path, memory, said } = machine();
  writeFileSync(path, text);
  expect(() => readPower(path)).toThrow(words);
  expect(costs(begun(memory(), 0))).toEqual(unknown);
  expect(said).toEqual([expect.stringContaining(words)]);
});

test('nothing known, nothing written', () => {
  const { path, memory } = machine();
  const fresh = memory();
  begun(fresh, 0);
  fresh.keep(0);
  expect(readPower(path)).toBeUndefined();
});
