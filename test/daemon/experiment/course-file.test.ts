import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Course } from '../../../src/daemon/experiment/course.js';
import { readCourse, writeCourse } from '../../../src/daemon/experiment/course-file.js';
import { folderForTest } from '../../fixtures/scratch.js';

const course: Course = {
  experiment: {
    started: 5,
    a: 'balanced',
    b: 'kernel',
    periodMs: 600_000,
    washoutMs: 60_000,
    forMs: 28_800_000,
    seed: 7,
    unit: 'instructions',
    ended: null,
    end: null,
  },
  block: 3,
  place: 1,
  from: 99,
  ranMs: 4_200_000,
};

it('a course is kept, read back and forgotten', () => {
  const path = join(folderForTest('state'), 'experiment.json');
  expect(readCourse(path)).toBeUndefined();
  writeCourse(path, course);
  expect(readCourse(path)).toEqual(course);
  writeCourse(path, undefined);
  expect(existsSync(path)).toBe(false);
  writeCourse(path, undefined);
});

it('a state directory that is a file keeps none, and that is said only where something is to be kept', () => {
  const file = join(folderForTest('state'), 'file');
  writeFileSync(file, '');
  expect(readCourse(join(file, 'experiment.json'))).toBeUndefined();
  expect(() => writeCourse(join(file, 'experiment.json'), course)).toThrow(file);
});

it.each([
  ['{', 'not JSON'],
  ['{"version":2}', 'expected an object of version 1'],
  ['{"version":1}', 'course: expected an experiment'],
  [JSON.stringify({ version: 1, course: { ...course, place: 2 } }), 'course: expected an experiment'],
  [JSON.stringify({ version: 1, course: { ...course, block: -1 } }), 'course: expected an experiment'],
  [
    JSON.stringify({ version: 1, course: { ...course, experiment: { ...course.experiment, a: 'turbo' } } }),
    'course: expected an experiment',
  ],
  [
    JSON.stringify({ version: 1, course: { ...course, experiment: { ...course.experiment, periodMs: 1 } } }),
    'course: expected an experiment',
  ],
])('%s is refused by name', (text, why) => {
  const path = join(folderForTest('state'), 'experiment.json');
  writeFileSync(path, text);
  expect(() => readCourse(path)).toThrow(`${path}: ${why}`);
});
