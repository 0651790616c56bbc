import * as z from 'zod/mini';
import { type Promised, promiseKinds } from '../model/people/promise.js';

/** `[promise]` */
export const promiseSchema = z
  .strictObject({
    in: z.optional(
      z.enum(promiseKinds).check(
        z.meta({
          description:
            'In milliseconds nothing answers more than 4 ms later than at full clock (8 ms on battery or in power-saver), and what is busy for long takes at most as much longer as the profile says. In percent that holds for all work. By itself percent.',
          examples: ['percent'],
        }),
      ),
    ),
    milliseconds: z.optional(
      z.number().check(
        z.gte(0.5),
        z.lte(100),
        z.meta({
          description:
            'How much later an answer may come, in every profile but performance; the promise is then in milliseconds.',
          examples: [2],
        }),
      ),
    ),
  })
  .check(z.meta({ description: 'What is kept against full clock.' }));

/** What the file says, or undefined where it says nothing. */
export function promiseOf({ in: kind, milliseconds: most }: z.infer<typeof promiseSchema>): Promised | undefined {
  if (kind === undefined && most === undefined) return undefined;
  return { in: kind ?? 'milliseconds', ...(most === undefined ? {} : { most }) };
}
