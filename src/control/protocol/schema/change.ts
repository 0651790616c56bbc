import * as z from 'zod/mini';
import { heldProfiles } from '../../../model/people/holds.js';
import { longestOverrideSeconds, longestText } from '../operations/change.js';
import { kilohertz, pid, profile, whole } from './shapes.js';

const words = z.string().check(z.minLength(1), z.maxLength(longestText));
const claimed = { pid: z.optional(pid) };
const absent = z.optional(z.never());
const limits = {
  min: z.optional(kilohertz),
  max: z.optional(kilohertz),
  epp: z.optional(words),
  governor: z.optional(words),
  boost: z.optional(z.boolean()),
  gpuMax: z.optional(kilohertz),
  cpus: z.optional(words),
};
const override = { op: z.literal('override'), ...limits, ...claimed };
const seconds = z.number().check(z.positive(), z.lte(longestOverrideSeconds), z.meta({ description: 'seconds' }));

export const changeRequests = [
  { op: z.literal('set'), profile, ...claimed },
  { op: z.literal('hold'), profile: z.enum(heldProfiles), reason: words, app: words, ...claimed },
  { op: z.literal('release'), hold: whole, ...claimed },
  { ...override, for: z.optional(seconds), while: absent, connected: absent },
  { ...override, for: absent, while: pid, connected: absent },
  { ...override, for: absent, while: absent, connected: z.literal(true) },
  { op: z.literal('clear'), override: z.union([whole, z.literal('all')]), ...claimed },
];
