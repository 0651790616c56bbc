import * as z from 'zod/mini';
import { type FeedbackStatus, feedbackRequests } from '../operations/feedback.js';
import type { Same } from './same.js';
import { list, named, orNull, share, text, time } from './shapes.js';

const source = z.enum(['mains', 'battery']);

export const feedbackRequest = { op: z.literal('feedback'), say: z.enum(feedbackRequests) };

export const feedbackAnswer = z
  .object({
    profile: text,
    source,
    usual: share,
    slowdown: share,
    now: share,
    delay: z.optional(orNull(z.object({ usual: z.number(), most: z.number(), now: z.number() }))),
    causes: list(text),
    behind: orNull(text),
    opinions: list(z.object({ profile: text, source, at: time, usual: share, slowdown: share })),
    unkept: orNull(text),
  })
  .check(named('Feedback', 'The promise, and what people made of it; delay in ms.'));

true satisfies Same<z.infer<typeof feedbackAnswer>, FeedbackStatus>;
