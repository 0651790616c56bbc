import * as z from 'zod/mini';
import { promiseKinds } from '../../../model/people/promise.js';
import type { PromiseStatus, ReflexStatus } from '../promise-status.js';
import type { Same } from './same.js';
import { named, orNull, share, text } from './shapes.js';

export const promise = z
  .object({
    in: z.enum(promiseKinds),
    slowdown: share,
    delay: orNull(z.number()),
    why: text,
    reflex: z.boolean(),
    heartbeats: z.object({ kept: z.number(), broken: z.number() }),
    answers: z.optional(z.object({ kept: z.number(), broken: z.number() })),
  })
  .check(named('Promise', 'What is kept against full clock; delay in ms.'));

export const reflex = z
  .object({
    start: orNull(z.number()),
    raiseMs: z.number(),
    later: orNull(z.number()),
    raises: orNull(z.number()),
    raisesPerSecond: orNull(z.number()),
  })
  .check(named('Reflex', 'How the helper starts work of a frequency domain and raises it; kHz and ms.'));

true satisfies Same<z.infer<typeof promise>, PromiseStatus>;
true satisfies Same<z.infer<typeof reflex>, ReflexStatus>;
