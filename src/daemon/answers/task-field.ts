import type { TaskRow } from '../../control/protocol/operations/tasks.js';
import { intervalField } from '../../lattice/metrics/interval-field.js';
import type { Task } from '../../model/tasks/task.js';

/** The φ field of a task's periods; a word where it is infinite, which JSON does not have. */
export function taskField({ periods, jitter, bunching }: Task): TaskRow['field'] {
  const lambda = intervalField({ count: periods, deviation: jitter, bunching });
  if (lambda === undefined) return null;
  return lambda === Number.POSITIVE_INFINITY ? 'infinite' : lambda;
}
