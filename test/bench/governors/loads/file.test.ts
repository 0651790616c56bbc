import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileLoads } from '../../../../bench/governors/loads/file.js';
import { measure } from '../../../../bench/governors/measure.js';
import { modelPlatforms } from '../../../../bench/governors/platforms.js';
import { folderForTest } from '../../../fixtures/scratch.js';

let count = 0;
function written(text: string): string {
  // A module is loaded once for each path.
  const path = join(folderForTest('loads'), `loads-${count++}.mjs`);
  writeFileSync(path, text);
  return path;
}

const example = (): string => {
  const [, code] = /```js\n(.*?)```/s.exec(readFileSync('bench/README.md', 'utf8')) ?? [];
  return code ?? '';
};

const task = (more: string): string =>
  `export default [{ name: 'x', qos: 'latency', tasks: [{ name: 't', every: 5, work: 1, ${more} }] }];`;

describe('loads of a file', () => {
  it('runs the example of the README', async () => {
    const loads = await fileLoads(written(example()));
    expect(loads.map(l => [l.name, l.qos])).toEqual([
      ['slides', 'mixed'],
      ['batches', 'makespan'],
      ['retries', 'latency'],
    ]);
    const [platform] = modelPlatforms;
    if (platform === undefined) throw new Error('no platform');
    for (const load of loads) {
      const [, row] = measure({ platform, load, seeds: [1], scale: 0.05, only: ['performance', 'schedutil'] });
      expect(row?.energy.mean).toBeLessThan(0.01);
      expect(row?.loss.mean).toBeGreaterThan(-0.01);
    }
  });

  it('gives the same jobs for the same seed, others for another', async () => {
    const [slides] = await fileLoads(written(example()));
    const first = (seed: number) => slides?.streams(seed, 0).map(s => s.next(0));
    expect(first(1)).toEqual(first(1));
    expect(first(1)).not.toEqual(first(2));
  });

  it.each([
    ['export const version = 2; export const loads = [];', 'version 2: expected 1'],
    ['export const work = [];', 'expected an array as `loads` or as the default export'],
    [task('gap: 3'), 'loads[0].tasks[0]: expected exactly one of every, gap and think'],
    [task('pieces: [{ work: 1, memory: 0 }]'), 'expected exactly one of work and pieces'],
    [task('memory: { gauss: 1 }'), 'loads[0].tasks[0].memory: expected a number, or one of logNormal'],
    [task('mem: 0.2'), 'Unrecognized key: "mem"'],
    [task('scored: false'), 'loads[0].qos: expected a task that is scored'],
    [task('deadline: 4'), 'loads[0].qos: latency: expected no deadline'],
    [task('').replace('every: 5', 'gap: { uniform: [0, 0] }'), 'streams[0]: 200 jobs take no time'],
    [task('').replace('latency', 'makespan'), 'makespan: expected scored tasks that are closed loops'],
    [task('').replace("name: 'x'", "name: 'a b'"), 'loads[0].name: expected a name without spaces'],
    [
      task('').replace('}];', "}, { name: 'x', qos: 'latency', tasks: [{ name: 't', every: 1, work: 1 }] }];"),
      'x: expected a different name',
    ],
    [
      "export default [{ name: 'c', qos: 'quick', streams: () => [] }];",
      'loads[0].qos: quick: expected one of deadline',
    ],
    [
      "export default [{ name: 'c', qos: 'latency', streams: () => [{ name: 's', kind: 'open', scored: true, next: a => ({ arrival: a - 1, pieces: [] }) }] }];",
      'loads[0].streams[0]: job 0 arrives at -1: expected 0 or later',
    ],
    [
      "export default [{ name: 'c', qos: 'latency', streams: () => [{ name: 's', kind: 'open', scored: true, next: a => ({ arrival: a + 1, pieces: [{ work: 1 }] }) }] }];",
      'loads[0].streams[0]: job 0: work 1 and memory undefined',
    ],
  ])('%s is refused', async (text, why) => {
    await expect(fileLoads(written(text))).rejects.toThrow(why);
  });
});
