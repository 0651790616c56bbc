import * as z from 'zod/mini';
import { controlVersion, type FeedbackStatus, type TracedSignal } from '../messages.js';
import { description } from './description.js';
import { experimentAnswer } from './experiment.js';
import { changed } from './request-status.js';
import type { Same } from './same.js';
import { list, named, orNull, share, text, time, whole } from './shapes.js';
import { status } from './status.js';

const source = z.enum(['mains', 'battery']);

export const feedback = z
  .object({
    profile: text,
    source,
    usual: share,
    slowdown: share,
    now: share,
    causes: list(text),
    behind: orNull(text),
    opinions: list(z.object({ profile: text, source, at: time, usual: share, slowdown: share })),
    unkept: orNull(text),
  })
  .check(named('Feedback', 'The slowdown budget, and what people made of it.'));

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

true satisfies Same<z.infer<typeof feedback>, FeedbackStatus>;
true satisfies Same<z.infer<typeof signal>, TracedSignal>;

const head = { v: z.literal(controlVersion), id: whole, ok: z.literal(true) };

export const reply = z
  .union([
    z.object({ ...head, status }),
    z.object({ ...head, description }),
    z.object({ ...head, signals: list(signal) }),
    z.object({ ...head, feedback }),
    z.object({ ...head, wishes: changed }),
    z.object({ ...head, experiment: experimentAnswer }),
    z.object({
      v: z.literal(controlVersion),
      id: z.int().check(z.gte(0), z.meta({ description: '0 where the request had none that could be read' })),
      ok: z.literal(false),
      error: text,
    }),
  ])
  .check(named('Reply', 'One line from the daemon.'));
