import * as z from 'zod/mini';
import { listenWords, parseListen } from './listen.js';

/** `[metrics]` */
export const metricsSchema = z
  .strictObject({
    listen: z.optional(
      z.string().check(
        z.refine(text => parseListen(text) !== undefined, { error: `expected ${listenWords}` }),
        z.meta({
          title: listenWords,
          description: 'Where `GET /metrics` is answered; nowhere when left out. Taken at start.',
          examples: ['127.0.0.1:9847'],
        }),
      ),
    ),
  })
  .check(z.meta({ description: 'For Prometheus and what reads the same.' }));
