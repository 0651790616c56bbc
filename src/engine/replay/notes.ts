/** What a recording holds besides samples: the daemon's inputs and its decisions. Each kind of note has its own name. */
import { z } from 'zod';
import type { Decision } from '../../governor/arbitration/decision.js';
import { priorities } from '../../governor/arbitration/proposal.js';
import { actionNames } from '../../model/people/actions.js';
import { profileNames } from '../../model/people/profiles.js';
import { promiseKinds } from '../../model/people/promise.js';

const number = z.union([z.number(), z.null().transform(() => Number.NaN)]);

const override = z.object({
  id: z.number(),
  who: z.string(),
  lasts: z.string(),
  min: z.number().optional(),
  max: z.number().optional(),
  epp: z.string().optional(),
  governor: z.string().optional(),
  boost: z.boolean().optional(),
  gpuMax: z.number().optional(),
  cpus: z.string().optional(),
});

const chargeLimits = z.object({ start: z.number().optional(), stop: z.number().optional() });
const charge = z.object({
  all: chargeLimits,
  batteries: z.record(z.string(), chargeLimits),
  full: z.record(z.string(), z.string()),
});

const asked = z
  .object({
    profile: z.enum(profileNames),
    overrides: z.array(override),
    cap: z.object({ max: z.number(), when: z.string() }).optional(),
    target: z.number().optional(),
    promised: z.object({ in: z.enum(promiseKinds), most: z.number().optional() }).optional(),
    unaware: z.literal(true).optional(),
    kernel: z.literal(true).optional(),
    actions: z.array(z.enum(actionNames)).optional(),
    charge: charge.optional(),
  })
  .transform(({ profile, overrides, cap, target, promised, unaware, kernel, actions, charge }) => ({
    profile,
    overrides,
    cap,
    target,
    ...(promised === undefined ? {} : { promised }),
    ...(unaware === undefined ? {} : { unaware }),
    ...(kernel === undefined ? {} : { kernel }),
    ...(actions === undefined ? {} : { actions }),
    ...(charge && { charge }),
  }));

const wish = z.object({ ms: z.number(), by: z.string(), alone: z.boolean() });

/** The profile's budget as observers moved it. */
const budget = z
  .object({
    slowdown: z.number(),
    delay: z.number().optional(),
    epp: z.string(),
    moved: z
      .object({ usual: z.number(), by: z.string(), behind: z.string().optional() })
      .transform(({ usual, by, behind }) => ({ usual, by, behind }))
      .optional(),
    look: z.boolean().optional(),
    asked: z
      .object({
        latency: wish.optional(),
        deadline: wish.optional(),
        batch: z.string().optional(),
        words: z.string(),
      })
      .optional(),
  })
  .transform(({ moved, look, asked, ...plain }) => ({
    ...plain,
    ...(moved === undefined ? {} : { moved }),
    ...(look === undefined ? {} : { look }),
    ...(asked && { asked }),
  }));

const progress = z.object({
  gpu: z.union([z.number(), z.string()]),
  name: z.string(),
  units: z.number(),
  seconds: z.number(),
});

/** What tasks do that share CPUs, null where nobody looked. */
const tasks = z
  .object({
    periodic: z.array(z.object({ period: z.number(), run: z.number(), mhz: z.number() })),
    others: z.number(),
    longest: z.number(),
    taken: z.number(),
  })
  .nullable();

const decided = z.object({
  scope: z.string(),
  limits: z.record(z.string(), z.union([z.number(), z.string()])),
  reasons: z.array(
    z.object({
      control: z.string(),
      bound: z.enum(['min', 'max', 'choice']),
      priority: z.enum(priorities),
      rule: z.string(),
      code: z.string(),
      facts: z.record(z.string(), z.union([number, z.string()])),
    }),
  ),
});

const kinds = [
  /** Why the recording was kept, at the UTC millisecond `at`. */
  z.object({
    t: z.literal('incident'),
    incident: z.object({ kind: z.string(), what: z.string(), at: z.number() }),
  }),
  /** The monotonic nanosecond `at` was the UTC millisecond `wall`. */
  z.object({ t: z.literal('clock'), clock: z.object({ at: z.number(), wall: z.number() }) }),
  /** What the rules of a version had learned before the next sample, in base64. */
  z.object({ t: z.literal('learned'), learned: z.object({ version: z.string(), image: z.string() }) }),
  z.object({ t: z.literal('asked'), asked }),
  z.object({ t: z.literal('budget'), budget }),
  z.object({ t: z.literal('tasks'), tasks }),
  /** For the next sample only. */
  z.object({ t: z.literal('progress'), progress: z.array(progress) }),
  /** The full decisions that the previous sample changed. */
  z.object({ t: z.literal('decided'), decided: z.array(decided) }),
] as const;

export type Note = z.output<(typeof kinds)[number]>;
export type Incident = Extract<Note, { t: 'incident' }>['incident'];
/** One scope's decision; without limits if there is no decision about it any more. */
export type Decided = Pick<Decision, 'scope' | 'limits' | 'reasons'>;

export const noteSchemas: ReadonlyMap<unknown, z.ZodType<Note>> = new Map(
  kinds.map((kind): [string, z.ZodType<Note>] => [kind.shape.t.value, kind]),
);
