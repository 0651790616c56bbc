import { flawOf, policyNames } from '../../model/people/experiment-policy.js';
import { readState, removeState, writeState } from '../state-file.js';
import type { Course } from './course.js';

/** The experiment that an earlier daemon left running; undefined if there is none; throws with what is wrong with the file. */
export function readCourse(path: string): Course | undefined {
  const body = readState(path);
  if (body === undefined) return undefined;
  const { course } = body;
  if (isCourse(course)) return course;
  throw new Error(`${path}: course: expected an experiment with block, place, from and ranMs`);
}

export function writeCourse(path: string, course: Course | undefined): void {
  if (course === undefined) removeState(path);
  else writeState(path, { course });
}

/** Checks only what would mislead a daemon: the daemon wrote this file itself. */
function isCourse(body: unknown): body is Course {
  if (typeof body !== 'object' || body === null || !('experiment' in body)) return false;
  const { experiment } = body;
  return (
    isCount(body, 'block') &&
    'place' in body &&
    (body.place === 0 || body.place === 1) &&
    'from' in body &&
    (body.from === null || isCount(body, 'from')) &&
    isCount(body, 'ranMs') &&
    isExperiment(experiment)
  );
}

function isExperiment(body: unknown): body is Course['experiment'] {
  if (typeof body !== 'object' || body === null) return false;
  const known = (name: 'a' | 'b'): boolean => policyNames.some(policy => policy === Reflect.get(body, name));
  const counts = ['started', 'washoutMs', 'periodMs', 'forMs', 'seed'].every(name => isCount(body, name));
  const unit = Reflect.get(body, 'unit');
  return (
    known('a') &&
    known('b') &&
    counts &&
    (unit === 'instructions' || unit === 'cycles') &&
    flawOf(body as Course['experiment']) === undefined
  );
}

function isCount(body: object, name: string): boolean {
  const value: unknown = Reflect.get(body, name);
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
