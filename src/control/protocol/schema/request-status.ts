import * as z from 'zod/mini';
import { heldProfiles } from '../../../model/people/holds.js';
import type { Changed, RequestsStatus } from '../request-status.js';
import type { Same } from './same.js';
import { kilohertz, list, named, orNull, profile, text, time, whole } from './shapes.js';

const asker = z
  .object({ proved: z.boolean(), uid: orNull(z.int()), pid: orNull(z.int()), command: orNull(text) })
  .check(named('Asker', 'Who asked; `proved` where the kernel said so.'));

const hold = z
  .object({ id: whole, profile: z.enum(heldProfiles), reason: text, app: text, who: asker, since: time })
  .check(named('Hold', 'A profile that is held.'));

const override = z
  .object({
    id: whole,
    wish: z.object({
      min: z.optional(kilohertz),
      max: z.optional(kilohertz),
      epp: z.optional(text),
      governor: z.optional(text),
      boost: z.optional(z.boolean()),
      gpuMax: z.optional(kilohertz),
      cpus: z.optional(text),
    }),
    who: asker,
    since: time,
    remaining: orNull(z.number().check(z.meta({ description: 'seconds; null while a process runs' }))),
    process: orNull(z.object({ pid: z.int(), command: orNull(text) })),
  })
  .check(named('Override', 'Limits that somebody set for a time.'));

const requestsFields = {
  profile,
  chosen: profile,
  level: orNull(z.number().check(z.meta({ description: 'percent; the battery level that decides the profile' }))),
  holds: list(hold),
  overrides: list(override),
  unkept: orNull(text),
};
export const wishes = z.object(requestsFields).check(named('Wishes', 'What people ask for now.'));
export const changed = z
  .object({ ...requestsFields, machine: text, simulated: z.boolean(), made: orNull(z.int()) })
  .check(named('Changed', 'What people ask for after a change, and the number of what it made.'));

true satisfies Same<z.infer<typeof wishes>, RequestsStatus>;
true satisfies Same<z.infer<typeof changed>, Changed>;
