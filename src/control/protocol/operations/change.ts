/** Requests that change what the daemon aims for, as they come in a line (docs/control.md). */

import { pidLimit } from '../../../machine/linux/procfs/process.js';
import { type HeldProfile, heldProfiles } from '../../../model/people/holds.js';
import { type ProfileName, profileNames } from '../../../model/people/profiles.js';
import type { OverrideRequest } from '../../../model/people/requests.js';
import { quoted } from '../quoting.js';
import type { Changed } from '../request-status.js';
import type { Operation } from './operation.js';

/** How long an override holds: some seconds, while a process runs (whose command line the server adds), or while the connection is there. */
export type Lasting =
  | { readonly for: number }
  | { readonly while: number; readonly command?: string | null }
  | { readonly connected: true };

export type Change =
  | { readonly op: 'set'; readonly profile: ProfileName }
  | { readonly op: 'hold'; readonly profile: HeldProfile; readonly reason: string; readonly app: string }
  | { readonly op: 'release'; readonly hold: number }
  | { readonly op: 'override'; readonly wish: OverrideRequest; readonly lasting: Lasting }
  | { readonly op: 'clear'; readonly override: number | 'all' };

const changeOps = ['set', 'hold', 'release', 'override', 'clear'] as const satisfies readonly Change['op'][];

/** Every override ends: after this time unless another was given. */
export const usualOverrideSeconds = 3600;
export const longestOverrideSeconds = 31 * 86_400;
export const longestText = 200;

/** A change of what people ask for. `pid` is who says to ask: it is believed only where the kernel does not tell. */
export const change: Operation<{ readonly change: Change; readonly pid?: number | undefined }, Changed, 'wishes'> = {
  names: changeOps,
  reply: 'wishes',
  parse: (body, op) => {
    const known = changeOps.find(name => name === op);
    const parsed = known === undefined ? `op ${op}, expected ${changeOps.join(', ')}` : parseChange(known, body);
    if (typeof parsed === 'string') return parsed;
    const pid = 'pid' in body ? body.pid : undefined;
    if (pid !== undefined && !(typeof pid === 'number' && Number.isInteger(pid) && pid > 0 && pid <= pidLimit))
      return `pid ${quoted(body, 'pid')}, expected a whole number from 1 to ${pidLimit}`;
    return { change: parsed, pid };
  },
  changes: ({ change }) => change.op,
};

/** The change in a request's body, or what is wrong with it. */
function parseChange(op: Change['op'], body: object): Change | string {
  switch (op) {
    case 'set': {
      const profile = oneOf(profileNames, body, 'profile');
      return profile === undefined ? expected(body, 'profile', profileNames.join(', ')) : { op, profile };
    }
    case 'hold': {
      const profile = oneOf(heldProfiles, body, 'profile');
      if (profile === undefined) return expected(body, 'profile', heldProfiles.join(' or '));
      const reason = text(body, 'reason');
      const app = text(body, 'app');
      if (reason === undefined) return expected(body, 'reason', textual);
      return app === undefined ? expected(body, 'app', textual) : { op, profile, reason, app };
    }
    case 'release': {
      const hold = whole(body, 'hold');
      return hold === undefined ? expected(body, 'hold', 'the number of a hold') : { op, hold };
    }
    case 'clear': {
      const override = Reflect.get(body, 'override') === 'all' ? 'all' : whole(body, 'override');
      return override === undefined
        ? expected(body, 'override', 'the number of an override or "all"')
        : { op, override };
    }
    case 'override':
      return parseOverride(body);
  }
}

const textual = `a text of 1 to ${longestText} characters`;

function parseOverride(body: object): Change | string {
  const [min, max] = [Reflect.get(body, 'min'), Reflect.get(body, 'max')];
  if (!isOptional(isFrequency, min)) return expected(body, 'min', 'a whole number of kHz above 0');
  if (!isOptional(isFrequency, max)) return expected(body, 'max', 'a whole number of kHz above 0');
  const gpuMax = Reflect.get(body, 'gpuMax');
  if (!isOptional(isFrequency, gpuMax)) return expected(body, 'gpuMax', 'a whole number of kHz above 0');
  for (const key of ['epp', 'governor', 'cpus'])
    if (Reflect.has(body, key) && text(body, key) === undefined) return expected(body, key, textual);
  const boost = Reflect.get(body, 'boost');
  if (boost !== undefined && typeof boost !== 'boolean') return expected(body, 'boost', 'true or false');
  const lasting = parseLasting(body);
  if (typeof lasting === 'string') return lasting;
  const [epp, governor, cpus] = ['epp', 'governor', 'cpus'].map(key => text(body, key));
  return { op: 'override', wish: { min, max, epp, governor, boost, gpuMax, cpus }, lasting };
}

function parseLasting(body: object): Lasting | string {
  const given = ['for', 'while', 'connected'].filter(key => Reflect.has(body, key));
  if (given.length > 1) return `${given.join(' and ')}, expected only one of them`;
  const seconds = given[0] === 'for' ? Reflect.get(body, 'for') : usualOverrideSeconds;
  const pid = whole(body, 'while');
  if (given[0] === 'connected')
    return Reflect.get(body, 'connected') === true ? { connected: true } : expected(body, 'connected', 'true');
  if (given[0] === 'while')
    return pid === undefined || pid > pidLimit ? expected(body, 'while', 'the pid of a process') : { while: pid };
  return typeof seconds === 'number' && seconds > 0 && seconds <= longestOverrideSeconds
    ? { for: seconds }
    : expected(body, 'for', `seconds above 0 and at most ${longestOverrideSeconds}`);
}

const expected = (body: object, key: string, what: string): string => `${key} ${quoted(body, key)}, expected ${what}`;

function oneOf<T extends string>(known: readonly T[], body: object, key: string): T | undefined {
  const word = Reflect.get(body, key);
  return known.find(k => k === word);
}

function text(body: object, key: string): string | undefined {
  const value = Reflect.get(body, key);
  return typeof value === 'string' && value !== '' && value.length <= longestText ? value : undefined;
}

function whole(body: object, key: string): number | undefined {
  const value = Reflect.get(body, key);
  return isFrequency(value) ? value : undefined;
}

const isFrequency = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0;

const isOptional = <T>(is: (value: unknown) => value is T, value: unknown): value is T | undefined =>
  value === undefined || is(value);
