import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pipelineFor } from '../../../../src/engine/pipeline.js';
import { gpuMachine } from './gpu-machine.js';
import { difference, notPlain, partsOf, views } from './parts.js';

const source = new URL('../../../../src/', import.meta.url);

/** No part of a pipeline: what they make of things stands in a recording beside the samples, as a budget, as progress, as a view of tasks or as what was asked for. */
const beside = [
  ...['Observers', 'Feedback', 'Heartbeats', 'Answers', 'Hints', 'Allowance'],
  ...['Pressure', 'HeldWork', 'Reference', 'Backoff'],
  ...['ProgressLog', 'StandingOrders', 'WorkMeter'],
  ...['TaskViews', 'Summing', 'MinuteAccount', 'GpuAccount'],
  // The kernel module's, made again from its trace.
  ...['KernelCpu', 'KernelRhythm'],
  // Made with a reader and never changed.
  'Places',
];

/** Source of each class in a folder, by its name. */
function classesIn(folder: string): [string, string][] {
  const directory = new URL(`${folder}/`, source);
  return readdirSync(directory, { recursive: true })
    .map(String)
    .filter(file => file.endsWith('.ts'))
    .flatMap(file =>
      readFileSync(new URL(file, directory), 'utf8')
        .split(/^(?=(?:export )?class )/m)
        .slice(1),
    )
    .map(text => [/class (\w+)/.exec(text)?.[1] ?? '', text.slice(0, text.indexOf('\n}\n'))]);
}

test('every class of governor and sensing is saved, shows the newest interval only, or stands beside the pipeline', () => {
  const classes = [...classesIn('governor'), ...classesIn('model/sensing')];
  const without = classes.filter(([, text]) => !/^ {2}save\b/m.test(text) || !/^ {2}restore\b/m.test(text));
  // GpuReader lies elsewhere.
  const expected = [...beside, ...views.filter(name => name !== 'GpuReader')];
  expect(without.map(([name]) => name).sort()).toEqual(expected.sort());
});

test('nothing of what stands beside it is in a pipeline', () => {
  const names = [...partsOf(pipelineFor(gpuMachine(1, 1).description))].map(part => part.constructor.name);
  expect(names).toContain('ThermalRule');
  expect(names.filter(name => beside.includes(name))).toEqual([]);
});

test('a difference is found to the last bit, in classes, maps and arrays, and so is an object that became two', () => {
  class Part {
    readonly value: unknown;
    constructor(value: unknown) {
      this.value = value;
    }
  }
  const part = new Part(1);
  expect(difference({ a: [1, Number.NaN] }, { a: [1, Number.NaN] })).toBeUndefined();
  expect(difference({ a: 0 }, { a: -0 })).toBe('.a: 0, but 0');
  expect(difference(new Map([['k', 1]]), new Map([['k', 2]]))).toBe('.1: 1, but 2');
  expect(difference(Float64Array.of(1, 0.1 + 0.2), Float64Array.of(1, 0.3))).toContain('.1: ');
  expect(difference(part, { value: 1 })).toContain('another class');
  expect(difference([part, part], [part, new Part(1)])).toContain('not the same object');
  expect(notPlain({ a: [part] })).toBe('.a.0: has a class');
  expect(notPlain({ a: [1, undefined, null, 'x', Float64Array.of(1), { b: Number.NaN }] })).toBeUndefined();
});
