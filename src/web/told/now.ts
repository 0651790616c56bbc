import type { HoldStatus, OverrideStatus } from '../../control/protocol/request-status.js';
import { requesterWords } from '../../control/protocol/requester.js';
import type { GpuStatus, Status } from '../../control/protocol/status.js';
import { readFirst } from '../../governor/explain/summary.js';
import { ageWords } from '../../model/battery-age.js';
import type { Description } from '../../model/description.js';
import { fanWords } from '../../model/fans.js';
import { type Clock, clocksOf, type KindOf, kindOf, type PolicyNow, policiesOf } from './clocks.js';

/** What the page shows of this moment; frequencies in kHz, power in W, temperatures in °C, times in UTC ms, shares from 0 to 1. Null is a missing reading. */
export interface Now {
  readonly at: number;
  readonly machine: string;
  readonly simulated: boolean;
  readonly mode: Status['mode'];
  readonly profile: string;
  readonly profileWhy: string;
  readonly onMains: boolean;
  readonly sourceWhy: string | null;
  readonly power: { readonly watts: number; readonly of: string; readonly whole: boolean } | null;
  readonly battery: BatteryNow | null;
  readonly clocks: readonly Clock[];
  readonly policies: readonly PolicyNow[];
  /** The zone nearest to its trip first. */
  readonly zones: Status['zones'];
  /** How fast fans turn, in words; null where none tells. */
  readonly fans: string | null;
  readonly gpus: readonly Pick<GpuStatus, 'scope' | 'name' | 'busy' | 'watts' | 'clock' | 'celsius' | 'heldBy'>[];
  /** Of GPUs, the machine as a whole and devices: what was decided, one line each. */
  readonly decided: readonly { readonly scope: string; readonly why: string }[];
  readonly holds: readonly { readonly id: number; readonly words: string }[];
  readonly overrides: readonly OverrideNow[];
  /** What frequencies can be overridden with; null where no clock may be set. */
  readonly range: { readonly min: number; readonly max: number } | null;
  readonly experiment: string | null;
  /** Newest first. */
  readonly notices: Status['notices'];
}

export interface BatteryNow {
  /** %, of all together. */
  readonly level: number | null;
  /** Positive while discharging. */
  readonly watts: number | null;
  /** Until it is empty at the mean power of the last minutes; null where that is not known. */
  readonly secondsLeft: number | null;
  /** How each battery has aged, in words. */
  readonly aged: readonly string[];
}

interface OverrideNow {
  readonly id: number;
  readonly wish: OverrideStatus['wish'];
  readonly who: string;
  readonly secondsLeft: number | null;
}

const mostPolicies = 256;
const mostZones = 32;
const mostNotices = 5;

/** What a view needs of a description, made once for each. */
export interface Shape {
  readonly kindOf: KindOf;
  readonly range: Now['range'];
}

export function shapeOf(description: Description): Shape {
  const { policies } = description.topology;
  const range = { min: Math.min(...policies.map(p => p.hw_min)), max: Math.max(...policies.map(p => p.hw_max)) };
  return { kindOf: kindOf(description), range: policies.length === 0 ? null : range };
}

/** The page's view of a status. O(policies + zones). */
export function nowOf(status: Status, { kindOf, range }: Shape): Now {
  const { now: at, machine, simulated, mode, profile, profileWhy, onMains, sourceWhy, total, experiment } = status;
  return {
    at,
    machine,
    simulated,
    mode,
    profile,
    profileWhy,
    onMains,
    sourceWhy: sourceWhy ?? null,
    power: total == null ? null : { watts: total.watts, of: total.what, whole: total.sure === 'whole' },
    battery: batteryOf(status),
    clocks: clocksOf(status.policies, kindOf),
    policies: policiesOf(status.policies.slice(0, mostPolicies), kindOf),
    zones: [...status.zones].sort((a, b) => room(a) - room(b)).slice(0, mostZones),
    fans: fanWords(status.sensors) ?? null,
    gpus: status.gpus.map(({ scope, name, busy, watts, clock, celsius, heldBy }) => ({
      scope,
      name,
      busy,
      watts,
      clock,
      celsius,
      heldBy,
    })),
    decided: [
      ...status.gpus.flatMap(({ explanation, ...gpu }) => (explanation === null ? [] : [{ ...gpu, explanation }])),
      ...(status.whole === null ? [] : [{ scope: 'machine', ...status.whole }]),
      ...(status.devices ?? []),
    ].map(of => ({ scope: of.scope, why: readFirst(of) })),
    holds: status.asked.holds.map(holdOf),
    overrides: status.asked.overrides.map(({ id, wish, who, remaining }) => ({
      id,
      wish,
      who: requesterWords(who),
      secondsLeft: remaining,
    })),
    range,
    experiment: experiment === null ? null : `${experiment.a} against ${experiment.b}`,
    notices: status.notices.slice(-mostNotices).reverse(),
  };
}

function batteryOf({ battery, batteryWatts: watts }: Status): BatteryNow | null {
  if (battery == null && watts === null) return null;
  return {
    level: battery?.percent ?? null,
    watts,
    secondsLeft: battery?.secondsLeft ?? null,
    aged: ageWords(battery?.aged ?? []),
  };
}

/** How far a zone is from its trip. */
const room = ({ celsius, trip }: Status['zones'][number]): number => (trip ?? 1000) - celsius;

const holdOf = ({ id, profile, app, reason, who }: HoldStatus) => ({
  id,
  words: `${profile} for ${app}: ${reason} (${requesterWords(who)})`,
});
