import * as z from 'zod/mini';
import type { Description } from '../../../model/description.js';
import type { Same } from './same.js';
import { list, missing, named, orNull, text, value } from './shapes.js';

const signal = z.object({
  name: text,
  unit: text,
  kind: z.enum(['counter', 'gauge', 'state']),
  role: text,
  scope: text,
  choices: z.optional(list(text)),
  band: z.optional(
    z.object({
      kind: text,
      above: z.optional(z.number()),
      by: z.optional(z.number()),
      across: z.optional(z.number()),
      within: z.optional(z.number()),
      trip: z.optional(z.number()),
    }),
  ),
});
const control = z.object({
  name: text,
  unit: text,
  role: text,
  scope: text,
  min: z.optional(z.number()),
  max: z.optional(z.number()),
  choices: z.optional(list(text)),
  value: orNull(value),
  held: z.optional(z.boolean()),
  writable: z.boolean(),
  why: z.optional(text),
});
const cpu = z.object({
  id: z.int(),
  online: z.boolean(),
  package: orNull(z.int()),
  core: orNull(z.int()),
  kind: orNull(z.enum(['P', 'E', 'LP'])),
});
const policy = z.object({
  id: z.int(),
  cpus: list(z.int()),
  online: list(z.int()),
  driver: text,
  hw_min: z.number(),
  hw_max: z.number(),
  base: orNull(z.number()),
  frequencies: list(z.number()),
});
const trip = z.object({ type: text, celsius: z.number(), hysteresis: z.number() });
const gpu = z.object({
  id: z.int(),
  uuid: text,
  name: text,
  bus: z.optional(text),
  clocks: list(z.number()),
  power_limit: orNull(z.object({ min: z.number(), max: z.number() })),
});

export const description = z
  .object({
    bootId: text,
    epoch: z.number(),
    simulated: z.boolean(),
    kind: text,
    readOnly: z.boolean(),
    signals: list(signal),
    controls: list(control),
    missing: list(missing),
    topology: z.object({
      cpus: list(cpu),
      policies: list(policy),
      zones: list(z.object({ signal: text, type: text, trips: list(trip) })),
      supplies: list(z.object({ name: text, type: text, scope: z.optional(text) })),
      sensors: z.object({
        busy: z.enum(['bpf', 'proc_stat', 'none']),
        counters: z.enum(['hardware', 'software', 'none']),
        energy: z.enum(['powercap', 'perf', 'hwmon', 'none']),
        tick_ms: z.optional(z.number()),
      }),
      gpus: z.optional(list(gpu)),
    }),
    baseline: z.record(z.string(), value),
    kept: z.optional(z.record(z.string(), value)),
  })
  .check(named('Description', 'The machine as the helper described it.'));

true satisfies Same<z.infer<typeof description>, Description>;
