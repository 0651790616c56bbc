import * as z from 'zod/mini';
import { priorities } from '../../../governor/arbitration/proposal.js';
import type { Status } from '../status.js';
import { batteryCharge } from './charge.js';
import { experiment } from './experiment.js';
import { promise, reflex } from './promise-status.js';
import { wishes } from './request-status.js';
import type { Same } from './same.js';
import { list, missing, named, orNull, share, text, time, value } from './shapes.js';

const reason = z
  .object({
    control: text,
    bound: z.enum(['min', 'max', 'choice']),
    priority: z.enum(priorities),
    rule: text,
    code: text,
    facts: z.record(z.string(), value),
  })
  .check(named('Reason', 'What binds a limit, and the figures of its sentence.'));

const load = z
  .object({
    bunching: orNull(z.number()),
    coherence: orNull(share),
    computeShare: share,
    stallKnown: z.boolean(),
    utilisation: share,
    regular: z.boolean(),
    batch: z.boolean(),
    top: z.number(),
  })
  .check(named('Load', 'What the governor makes of the load of a frequency domain.'));

const policy = z
  .object({
    scope: text,
    cpus: list(z.int()),
    online: z.boolean(),
    driver: text,
    hardware: z.object({ min: z.number(), max: z.number() }),
    frequency: orNull(z.number()),
    busy: orNull(share),
    limits: z.object({ min: orNull(z.number()), max: orNull(z.number()) }),
    governor: orNull(text),
    epp: orNull(text),
    reflex: z.optional(orNull(reflex)),
    load: orNull(load),
    reasons: list(reason),
    savedWatts: z.optional(orNull(z.number())),
    summary: z.optional(text),
    explanation: text,
  })
  .check(named('Policy', 'One frequency domain; frequencies in kHz.'));

const gpu = z
  .object({
    scope: text,
    uuid: text,
    name: text,
    busy: orNull(share),
    memoryBusy: orNull(share),
    watts: orNull(z.number()),
    clock: orNull(z.number()),
    maxClock: orNull(z.number()),
    celsius: orNull(z.number()),
    powerLimit: orNull(z.number()),
    heldBy: list(text),
    reasons: list(reason),
    summary: z.optional(orNull(text)),
    explanation: orNull(text),
  })
  .check(named('Gpu', 'One NVIDIA GPU; clocks in kHz, power in W.'));

const control = z
  .object({
    name: text,
    unit: text,
    wanted: value,
    readback: orNull(value),
    baseline: orNull(value),
    state: z.enum(['held', 'clamped', 'refused', 'ceded', 'observed', 'pending', 'unknown']),
    why: orNull(text),
  })
  .check(named('Control', 'How one control fares that the daemon wants to own.'));

const hint = z
  .object({
    name: text,
    pid: z.int(),
    deadline: orNull(z.number()),
    latency: orNull(z.number()),
    batch: z.boolean(),
    left: z.number(),
    uid: z.optional(orNull(z.int())),
    does: z.optional(text),
  })
  .check(named('Hint', 'What an application says that it needs, and what that does; ms, and s until it is forgotten.'));

const batteryAge = z
  .object({ name: text, health: orNull(z.number()), cycles: orNull(z.number()) })
  .check(named('BatteryAge', 'Of one battery: its full charge in % of its design, and how often it was charged.'));

const battery = z
  .object({
    percent: orNull(z.number()),
    wattHours: orNull(z.number()),
    secondsLeft: orNull(z.number()),
    aged: z.optional(list(batteryAge)),
  })
  .check(
    named(
      'Battery',
      'What the batteries hold together; %, Wh, and s until they are empty at the mean power of the last five minutes.',
    ),
  );

const decided = {
  limits: z.record(z.string(), value),
  reasons: list(reason),
  summary: z.optional(text),
  explanation: text,
};

export const status = z
  .object({
    version: text,
    pid: z.int(),
    started: time,
    now: time,
    machine: text,
    simulated: z.boolean(),
    mode: z.enum(['govern', 'observe']),
    profile: z.string(),
    profileWhy: text,
    asked: wishes,
    promise: z.optional(promise),
    hints: z.optional(list(hint)),
    hintCounts: z.optional(z.object({ taken: z.number(), refused: z.number() })),
    onMains: z.boolean(),
    sourceWhy: z.optional(text),
    cadence: z.enum(['quiet', 'active']),
    ticks: z.int(),
    overruns: z.int(),
    epoch: z.number(),
    policies: list(policy),
    gpus: list(gpu),
    whole: orNull(z.object(decided)),
    devices: z.optional(list(z.object({ scope: text, ...decided }))),
    power: list(z.object({ domain: text, watts: z.number() })),
    total: z.optional(orNull(z.object({ what: text, sure: z.enum(['whole', 'at least']), watts: z.number() }))),
    zones: list(z.object({ name: text, celsius: z.number(), trip: orNull(z.number()) })),
    sensors: list(z.object({ name: text, unit: text, value: orNull(z.number()) })),
    batteryWatts: orNull(z.number()),
    battery: z.optional(orNull(battery)),
    charge: z.optional(list(batteryCharge)),
    cpuPressure: orNull(share),
    controls: list(control),
    missing: list(missing),
    journal: z.object({ path: text, failure: z.optional(text), movedAside: z.optional(text) }),
    experiment: orNull(experiment),
    rivals: list(text),
    desktop: z.object({ names: list(text), why: orNull(text) }),
    notices: list(z.object({ at: time, what: text, why: text })),
  })
  .check(named('Status', 'The daemon as it is now.'));

true satisfies Same<z.infer<typeof status>, Status>;
