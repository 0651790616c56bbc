import * as z from 'zod/mini';
import { taskClasses } from '../../../model/tasks/task-class.js';
import { mostTaskRows, type TasksStatus, taskGroupings, taskSorts } from '../operations/tasks.js';
import type { Same } from './same.js';
import { list, named, orNull, share, text, time } from './shapes.js';

export const tasksRequest = {
  op: z.literal('tasks'),
  by: z.optional(z.enum(taskGroupings)),
  sort: z.optional(z.enum(taskSorts)),
  limit: z.optional(z.int().check(z.gte(1), z.lte(mostTaskRows))),
};

const count = z.int().check(z.gte(0));
const rate = z.number().check(z.meta({ description: 'a second' }));
const watts = orNull(z.number().check(z.meta({ description: 'W' })));
const seconds = orNull(z.number().check(z.meta({ description: 's' })));
const cpu = z.number().check(z.meta({ description: 'CPUs; 1 is one of them all the time' }));

const row = z
  .object({
    name: text,
    pid: orNull(z.int()),
    unit: orNull(text),
    tasks: count,
    cpu,
    watts,
    memoryWatts: watts,
    wakeups: rate,
    voluntary: rate,
    involuntary: rate,
    misses: orNull(rate),
    class: z.enum(taskClasses),
    period: seconds,
    jitter: seconds,
    coherence: orNull(share),
    bunching: orNull(z.number()),
    field: orNull(z.union([z.number().check(z.gte(0)), z.literal('infinite')])),
    wokenBy: orNull(text),
  })
  .check(named('TaskRow', 'What one task did, or all tasks of a group.'));

export const tasksAnswer = z
  .object({
    from: time,
    to: time,
    by: z.enum(taskGroupings),
    sort: z.enum(taskSorts),
    rows: list(row),
    rest: z.object({ rows: count, tasks: count, cpu, watts, wakeups: rate }),
    tasks: count,
    dropped: count,
    packageWatts: watts,
    idleWatts: watts,
    uncounted: orNull(text),
  })
  .check(named('Tasks', 'What tasks did between two looks, and whose the energy was.'));

true satisfies Same<z.infer<typeof tasksAnswer>, TasksStatus>;
