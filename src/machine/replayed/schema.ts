/** The form of a description in a recording. Unknown fields are dropped, so that newer recordings stay readable; older ones lack roles and scopes. */
import { z } from 'zod';
import type { Description } from '../../model/description.js';
import { type ToldDescription, withFacts } from '../../model/names.js';

const value = z.union([z.number(), z.string()]);
const missing = z.object({ what: z.string(), why: z.string() });

const signal = z.object({
  name: z.string(),
  unit: z.string(),
  kind: z.enum(['counter', 'gauge', 'state']),
  choices: z.array(z.string()).optional(),
  role: z.string().optional(),
  scope: z.string().optional(),
  band: z
    .object({
      kind: z.string(),
      above: z.number().optional(),
      by: z.number().optional(),
      across: z.number().optional(),
      within: z.number().optional(),
      trip: z.number().optional(),
    })
    .optional(),
});

const control = z.object({
  name: z.string(),
  unit: z.string(),
  min: z.number().optional(),
  max: z.number().optional(),
  choices: z.array(z.string()).optional(),
  role: z.string().optional(),
  scope: z.string().optional(),
  value: value.nullable(),
  held: z.boolean().optional(),
  writable: z.boolean(),
  why: z.string().optional(),
});

const gpu = z.object({
  id: z.number(),
  uuid: z.string(),
  name: z.string(),
  bus: z.string().optional(),
  clocks: z.array(z.number()),
  power_limit: z.object({ min: z.number(), max: z.number() }).nullable(),
});

const topology = z.object({
  cpus: z.array(
    z.object({
      id: z.number(),
      online: z.boolean(),
      package: z.number().nullable(),
      core: z.number().nullable(),
      kind: z.enum(['P', 'E', 'LP']).nullable(),
    }),
  ),
  policies: z.array(
    z.object({
      id: z.number(),
      cpus: z.array(z.number()),
      online: z.array(z.number()),
      driver: z.string(),
      hw_min: z.number(),
      hw_max: z.number(),
      base: z.number().nullable(),
      frequencies: z.array(z.number()),
    }),
  ),
  zones: z.array(
    z.object({
      signal: z.string(),
      type: z.string(),
      trips: z.array(z.object({ type: z.string(), celsius: z.number(), hysteresis: z.number() })),
    }),
  ),
  supplies: z.array(z.object({ name: z.string(), type: z.string(), scope: z.optional(z.string()) })),
  sensors: z.object({
    busy: z.enum(['bpf', 'proc_stat', 'none']),
    counters: z.enum(['hardware', 'software', 'none']),
    energy: z.enum(['powercap', 'perf', 'hwmon', 'none']),
  }),
  gpus: z.array(gpu).optional(),
});

const told: z.ZodType<ToldDescription> = z.object({
  bootId: z.string(),
  epoch: z.number(),
  simulated: z.boolean(),
  kind: z.string(),
  readOnly: z.boolean(),
  signals: z.array(signal),
  controls: z.array(control),
  missing: z.array(missing),
  topology,
  baseline: z.record(z.string(), value),
  kept: z.record(z.string(), value).optional(),
});

export const descriptionSchema: z.ZodType<Description> = told.transform(withFacts);
