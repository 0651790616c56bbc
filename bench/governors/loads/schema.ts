/** What a described load has to look like. */
import { z } from 'zod';
import type { LoadSpec } from './spec.js';

const positive = z.number().positive();
const notNegative = z.number().nonnegative();
const share = z.number().min(0).max(1);
const clip = { least: notNegative.optional(), most: notNegative.optional() };
const pair = z.tuple([z.number(), z.number()]);

const draw = z.lazy(() =>
  z.union(
    [
      notNegative,
      z.strictObject({ logNormal: z.tuple([notNegative, notNegative]), ...clip }),
      z.strictObject({ normal: z.tuple([z.number(), notNegative]), ...clip }),
      z.strictObject({ uniform: pair, ...clip }),
      z.strictObject({ exponential: notNegative, ...clip }),
      z.strictObject({ cycle: z.array(notNegative).min(1), times: draw.optional(), ...clip }),
      z.strictObject({ rare: share, times: notNegative, of: draw, ...clip }),
    ],
    'expected a number, or one of logNormal, normal, uniform, exponential, cycle, rare',
  ),
) as z.ZodType<Exclude<LoadSpec['tasks'][number]['work'], undefined>>;

const one = (task: object, ...names: readonly string[]): boolean =>
  names.filter(name => (task as Record<string, unknown>)[name] !== undefined).length === 1;

const task = z
  .strictObject({
    name: z.string().min(1),
    every: positive.optional(),
    phase: notNegative.optional(),
    gap: draw.optional(),
    think: draw.optional(),
    work: draw.optional(),
    memory: draw.optional(),
    pieces: z
      .array(z.strictObject({ work: draw, memory: draw }))
      .min(1)
      .optional(),
    deadline: positive.optional(),
    scored: z.boolean().optional(),
    split: z.strictObject({ ms: positive, sleep: positive }).optional(),
    levels: z.strictObject({ every: positive, factors: z.array(notNegative).min(1) }).optional(),
  })
  .refine(t => one(t, 'every', 'gap', 'think'), 'expected exactly one of every, gap and think')
  .refine(t => one(t, 'work', 'pieces'), 'expected exactly one of work and pieces')
  .refine(t => t.memory === undefined || t.pieces === undefined, 'memory belongs to each of the pieces')
  .refine(t => t.phase === undefined || t.every !== undefined, 'phase needs every')
  .refine(t => t.gap !== 0, 'expected a gap above 0')
  .refine(t => t.think === undefined || t.deadline === undefined, 'a closed loop has no deadlines');

const distinct = (tasks: readonly { readonly name: string }[]): boolean =>
  new Set(tasks.map(t => t.name)).size === tasks.length;

export const loadSchema: z.ZodType<LoadSpec> = z
  .strictObject({
    name: z.string().regex(/^[^\s,|]+$/, 'expected a name without spaces, commas and bars'),
    qos: z.enum(['deadline', 'latency', 'makespan', 'mixed']),
    tasks: z.array(task).min(1).refine(distinct, 'expected a different name for each task'),
  })
  .superRefine(({ qos, tasks }, context) => {
    const scored = tasks.filter(t => t.scored !== false);
    const fault = (message: string) => context.addIssue({ code: 'custom', message, path: ['qos'] });
    if (scored.length === 0) fault('expected a task that is scored');
    else if (qos === 'deadline' && scored.some(t => t.deadline === undefined))
      fault('deadline: expected a deadline of each scored task');
    else if (qos === 'latency' && scored.some(t => t.deadline !== undefined))
      fault('latency: expected no deadline of a scored task; mixed has both');
    else if (qos === 'makespan' && scored.some(t => t.think === undefined))
      fault('makespan: expected scored tasks that are closed loops (think)');
    else if (
      qos === 'mixed' &&
      (scored.every(t => t.deadline === undefined) || scored.every(t => t.deadline !== undefined))
    )
      fault('mixed: expected scored tasks with a deadline, and without');
  });
