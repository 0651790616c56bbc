import * as z from 'zod/mini';
import type { TracedSignal } from '../operations/signals.js';
import type { Same } from './same.js';
import { list, named, orNull, share, text } from './shapes.js';

const signal = z
  .object({
    name: text,
    unit: text,
    rate: orNull(z.number()),
    count: z.int(),
    coherence: orNull(share),
    bunching: orNull(z.number()),
    field: z.number(),
    samples: z.optional(list(z.number())),
  })
  .check(named('Signal', 'A traced signal, and what its newest samples are like.'));

true satisfies Same<z.infer<typeof signal>, TracedSignal>;

export const signalsRequest = { op: z.literal('signals'), name: z.optional(text) };
export const signalsAnswer = list(signal);
