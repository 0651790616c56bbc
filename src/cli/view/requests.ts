import type { HoldStatus, OverrideStatus, RequestsStatus } from '../../control/protocol/request-status.js';
import { programName, requesterWords } from '../../control/protocol/requester.js';
import { span } from '../../model/format.js';
import type { OverrideRequest } from '../../model/people/requests.js';
import { dateTime, frequency } from '../render/units.js';

/** `at most 2.40 GHz, boost off on CPUs 0-3`. */
export function overrideWords({ min, max, epp, governor, boost, gpuMax, cpus }: OverrideRequest): string {
  const parts = [
    ...(max === undefined ? [] : [`at most ${frequency(max)}`]),
    ...(min === undefined ? [] : [`at least ${frequency(min)}`]),
    ...(epp === undefined ? [] : [`EPP ${epp}`]),
    ...(governor === undefined ? [] : [`governor ${governor}`]),
    ...(boost === undefined ? [] : [`boost ${boost ? 'on' : 'off'}`]),
  ];
  const where = cpus === undefined ? '' : /^[PE]$/.test(cpus) ? ` on ${cpus} cores` : ` on CPUs ${cpus}`;
  const gpus = gpuMax === undefined ? [] : [`GPUs at most ${frequency(gpuMax)}`];
  return [...(parts.length === 0 ? [] : [parts.join(', ') + where]), ...gpus].join(', ');
}

/** `for 59 min more, until 2026-11-25 18:05:00`. */
function lasts({ remaining, process }: OverrideStatus, now: number): string {
  if (remaining !== null) return `for ${span(remaining * 1000)} more, until ${dateTime(now + remaining * 1000)}`;
  return process === null
    ? 'while its client is connected'
    : `while ${programName(process.command) ?? 'its process'} (pid ${process.pid}) runs`;
}

export const overrideLine = (override: OverrideStatus, now: number): string =>
  `override ${override.id}: ${overrideWords(override.wish)}, ${lasts(override, now)}`;

export const overrideLines = (overrides: readonly OverrideStatus[], now: number): string[] =>
  overrides.flatMap(o => [overrideLine(o, now), `  asked for ${dateTime(o.since)} by ${requesterWords(o.who)}`]);

/** As powerprofilesctl shows them. */
export const holdLines = (holds: readonly HoldStatus[]): string[] =>
  holds.flatMap(({ profile, app, reason }, i) => [
    ...(i === 0 ? [] : ['']),
    'Hold:',
    `  Profile:         ${profile}`,
    `  Application ID:  ${app}`,
    `  Reason:          ${reason}`,
  ]);

/** What a running daemon says of its profile. Empty where none runs. */
export interface Holding {
  readonly asked?: RequestsStatus;
  /** The one in force. In an experiment's turn no hold decides it. */
  readonly profile?: string;
}

/** Who holds the profile in force, where holds decide it: as the kernel or the bus tells, or `unproved`. Or that the battery's level decides it. */
export function holderLines({ asked, profile }: Holding): string[] {
  if (asked?.profile !== profile) return [];
  if (asked !== undefined && asked.level !== null)
    return [`The profile is ${profile} since the battery is below ${asked.level} %.`];
  return (asked?.holds ?? [])
    .filter(h => h.profile === profile)
    .map(
      h => `The profile is ${profile} because ${h.app} holds it: ${h.reason}; asked for by ${requesterWords(h.who)}.`,
    );
}

/** What people ask for, as `status` shows it beside the profile in force. */
export function requestLines({ chosen, holds, overrides, unkept }: RequestsStatus, now: number): string[] {
  return [
    ...holds.map(h => `${h.profile} held by ${h.app}: ${h.reason} (${chosen} was set)`),
    ...overrides.map(o => overrideLine(o, now)),
    ...(unkept === null ? [] : [`forgotten when the daemon ends: ${unkept}`]),
  ];
}
