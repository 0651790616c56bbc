import * as z from 'zod/mini';
import { policyNames } from '../../../model/people/experiment-policy.js';
import type { ExperimentAnswer } from '../operations/experiment.js';
import type { Same } from './same.js';
import { named, orNull, text, time } from './shapes.js';

const policy = z.enum(policyNames);

export const experiment = z
  .object({
    a: policy,
    b: policy,
    periodMs: z.number(),
    forMs: z.number(),
    started: time,
    washoutMs: z.number(),
    unit: text,
    now: orNull(policy),
    ranMs: z.number(),
    complete: z.int(),
    dropped: z.int(),
  })
  .check(named('Experiment', 'The comparison of two policies that runs.'));

export const experimentRequests = [
  { op: z.literal('experiment'), do: z.enum(['stop', 'show']) },
  {
    op: z.literal('experiment'),
    do: z.literal('start'),
    a: policy,
    b: policy,
    periodMs: z.number(),
    forMs: z.number(),
  },
];

export const experimentAnswer = z.object({ running: orNull(experiment) });

true satisfies Same<z.infer<typeof experimentAnswer>, ExperimentAnswer>;
