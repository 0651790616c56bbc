import * as z from 'zod/mini';
import { policyNames } from '../../../model/experiment-policy.js';
import { heldProfiles } from '../../../model/holds.js';
import { longestOverrideSeconds, longestText } from '../change.js';
import { controlVersion, feedbackRequests, highestWatchRate } from '../messages.js';
import { kilohertz, named, pid, profile, text, whole } from './shapes.js';

const head = { v: z.literal(controlVersion), id: whole };
const words = z.string().check(z.minLength(1), z.maxLength(longestText));
const asking = { pid: z.optional(pid) };
const absent = z.optional(z.never());
const wish = {
  min: z.optional(kilohertz),
  max: z.optional(kilohertz),
  epp: z.optional(words),
  governor: z.optional(words),
  boost: z.optional(z.boolean()),
  gpuMax: z.optional(kilohertz),
  cpus: z.optional(words),
};
const override = { ...head, op: z.literal('override'), ...wish, ...asking };
const lasting = z.number().check(z.positive(), z.lte(longestOverrideSeconds), z.meta({ description: 'seconds' }));

/** A request as it stands in a line; fields that are not named here are ignored. */
export const request = z
  .union([
    z.object({ ...head, op: z.enum(['status', 'describe', 'wishes']) }),
    z.object({ ...head, op: z.literal('signals'), name: z.optional(text) }),
    z.object({ ...head, op: z.literal('feedback'), say: z.enum(feedbackRequests) }),
    z.object({ ...head, op: z.literal('watch'), hz: z.number().check(z.positive(), z.lte(highestWatchRate)) }),
    z.object({ ...head, op: z.literal('set'), profile, ...asking }),
    z.object({ ...head, op: z.literal('hold'), profile: z.enum(heldProfiles), reason: words, app: words, ...asking }),
    z.object({ ...head, op: z.literal('release'), hold: whole, ...asking }),
    z.object({ ...override, for: z.optional(lasting), while: absent, connected: absent }),
    z.object({ ...override, for: absent, while: pid, connected: absent }),
    z.object({ ...override, for: absent, while: absent, connected: z.literal(true) }),
    z.object({ ...head, op: z.literal('clear'), override: z.union([whole, z.literal('all')]), ...asking }),
    z.object({ ...head, op: z.literal('experiment'), do: z.enum(['stop', 'show']) }),
    z.object({
      ...head,
      op: z.literal('experiment'),
      do: z.literal('start'),
      a: z.enum(policyNames),
      b: z.enum(policyNames),
      periodMs: z.number(),
      forMs: z.number(),
    }),
  ])
  .check(named('Request', 'One line to the daemon.'));
