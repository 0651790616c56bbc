import * as z from 'zod/mini';
import { type Promised, promiseKinds } from '../model/people/promise.js';

/** `[promise]` */
export const promiseSchema = z
  .strictObject({
    in: z.optional(
      z.enum(promiseKinds).check(
        z.meta({
          description:
            'In milliseconds work that finds a CPU at rest is held up by at most 4 ms (8 ms on battery or in power-saver), and what is busy for long takes at most as much longer as the profile says. In percent that holds for all work. By itself it is in milliseconds where a person sits at the machine, in percent elsewhere; `latticectl status` says which and why.',
          examples: ['milliseconds'],
        }),
      ),
    ),
    milliseconds: z.optional(
      z.number().check(
        z.gte(0.5),
        z.lte(100),
        z.meta({
          description:
            'By how much such work may be held up, in every profile but performance; the promise is then in milliseconds.',
          examples: [2],
        }),
      ),
    ),
  })
  .check(
    z.refine(({ in: kind, milliseconds }) => kind !== 'percent' || milliseconds === undefined, {
      path: ['milliseconds'],
      error:
        'expected none where the promise is in percent: leave out one of the two lines, or say in = "milliseconds"',
    }),
    z.meta({ description: 'What is kept against full clock.' }),
  );

/** What the file says, or undefined where it says nothing. */
export function promiseOf({ in: kind, milliseconds: most }: z.infer<typeof promiseSchema>): Promised | undefined {
  if (kind === undefined && most === undefined) return undefined;
  return { in: kind ?? 'milliseconds', ...(most === undefined ? {} : { most }) };
}
