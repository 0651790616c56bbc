import type { Requester } from '../../control/protocol/requester.js';
import type { ProcessId } from '../../machine/linux/procfs/process.js';
import { actionNames } from '../../model/people/actions.js';
import { type HeldProfile, heldProfiles } from '../../model/people/holds.js';
import { type ProfileName, profileNames } from '../../model/people/profiles.js';
import type { OverrideRequest } from '../../model/people/requests.js';
import type { Saved } from '../../model/saved.js';
import { readState, writeState } from '../state-file.js';
import type { ChosenAction, ChosenActions } from './action-switches.js';
import type { Chosen, Remembered } from './manual-profile.js';
import type { StandingNow } from './standing-now.js';

interface KeptRequest {
  readonly id: number;
  readonly who: Requester;
  /** UTC ms. */
  readonly since: number;
}

export interface KeptHold extends KeptRequest {
  readonly profile: HeldProfile;
  readonly reason: string;
  readonly app: string;
  /** It ends with this process. */
  readonly process: ProcessId;
}

export interface KeptOverride extends KeptRequest {
  readonly wish: OverrideRequest;
  /** It ends at this second since boot, sleep counted, or with the process. */
  readonly ends: number | ProcessId;
  /** Command line of that process. */
  readonly command: string | null;
}

/** What people asked for, of one boot. */
export interface KeptRequests {
  readonly bootId: string;
  /** It may hold in later boots, too. */
  readonly chosen: Chosen | null;
  /** Whether profiles are more sparing on battery; it holds in later boots, too. */
  readonly batteryAware: boolean;
  /** Actions that somebody switched on or off; it holds in later boots, too. */
  readonly actions: ChosenActions;
  /** It holds in later boots, too. */
  readonly remembered: Remembered;
  /** Where the power came from, and below which level the battery was. */
  readonly supply: Saved<StandingNow>;
  /** Holds of this number and above were asked for since that level was crossed. */
  readonly crossed: number;
  readonly nextId: number;
  readonly holds: readonly KeptHold[];
  readonly overrides: readonly KeptOverride[];
}

/** What the file at `path` keeps: nothing where there is none; throws with what is wrong with it. */
export function readRequests(path: string): KeptRequests | undefined {
  const body = readState(path);
  if (body === undefined) return undefined;
  // Files of before have none of these four.
  const { batteryAware = true, actions = {}, supply = { onMains: true }, crossed = 1 } = body;
  const { bootId, chosen, remembered, nextId, holds, overrides } = body;
  if (typeof bootId !== 'string') throw new Error(`${path}: bootId: expected a text`);
  if (!isChosen(chosen)) throw new Error(`${path}: chosen: expected a profile and beside what it was set, or null`);
  if (typeof batteryAware !== 'boolean') throw new Error(`${path}: batteryAware: expected true or false`);
  if (!areActions(actions)) throw new Error(`${path}: actions: expected on and beside by the name of an action`);
  if (!isRemembered(remembered)) throw new Error(`${path}: remembered: expected profiles by power source`);
  if (!isSupply(supply)) throw new Error(`${path}: supply: expected onMains and, on battery, below`);
  if (!isId(crossed)) throw new Error(`${path}: crossed: expected a whole number above 0`);
  if (!isId(nextId)) throw new Error(`${path}: nextId: expected a whole number above 0`);
  return {
    bootId,
    chosen,
    batteryAware,
    actions,
    remembered,
    supply: { onMains: supply.onMains, below: supply.below },
    crossed,
    nextId,
    holds: listOf(path, 'holds', holds, isHold, 'id, who, since, profile, reason, app and process'),
    overrides: listOf(path, 'overrides', overrides, isOverride, 'id, who, since, wish, ends and command'),
  };
}

export const writeRequests = (path: string, requests: KeptRequests): void => writeState(path, requests);

function listOf<T>(path: string, key: string, list: unknown, is: (x: unknown) => x is T, fields: string): readonly T[] {
  if (!Array.isArray(list)) throw new Error(`${path}: ${key}: expected a list`);
  return list.map((entry: unknown, i) => {
    if (is(entry)) return entry;
    throw new Error(`${path}: ${key}[${i}]: ${JSON.stringify(entry)}, expected ${fields}`);
  });
}

type Fields = Readonly<Record<string, unknown>>;
const isObject = (x: unknown): x is Fields => typeof x === 'object' && x !== null;
const isId = (x: unknown): x is number => typeof x === 'number' && Number.isSafeInteger(x) && x > 0;
const isProfile = (x: unknown): x is ProfileName => profileNames.some(name => name === x);
const isChosen = (x: unknown): x is Chosen | null =>
  x === null || (isObject(x) && isProfile(x.profile) && typeof x.beside === 'string' && isOptional('number', x.level));
const isSupply = (x: unknown): x is { onMains: boolean; below?: number } =>
  isObject(x) && typeof x.onMains === 'boolean' && isOptional('number', x.below);
const isRemembered = (x: unknown): x is Remembered =>
  isObject(x) && Object.entries(x).every(([source, profile]) => /^(mains|battery)$/.test(source) && isProfile(profile));
const isChosenAction = (x: unknown): x is ChosenAction =>
  isObject(x) && typeof x.on === 'boolean' && typeof x.beside === 'boolean';
const areActions = (x: unknown): x is ChosenActions =>
  isObject(x) &&
  Object.entries(x).every(([name, chosen]) => actionNames.some(each => each === name) && isChosenAction(chosen));
const isProcess = (x: unknown): x is ProcessId => isObject(x) && isId(x.pid) && typeof x.start === 'number';
const isNullOr = (type: 'number' | 'string', x: unknown): boolean => x === null || typeof x === type;
const isOptional = (type: string, x: unknown): boolean => x === undefined || typeof x === type;

const isAsker = (x: unknown): x is Requester =>
  isObject(x) &&
  typeof x.proved === 'boolean' &&
  isNullOr('number', x.uid) &&
  isNullOr('number', x.pid) &&
  isNullOr('string', x.command);

const isKept = (x: unknown): x is Fields => isObject(x) && isId(x.id) && isAsker(x.who) && typeof x.since === 'number';

const isHold = (x: unknown): x is KeptHold =>
  isKept(x) &&
  heldProfiles.some(name => name === x.profile) &&
  typeof x.reason === 'string' &&
  typeof x.app === 'string' &&
  isProcess(x.process);

const isRequest = (x: unknown): x is OverrideRequest =>
  isObject(x) &&
  isOptional('number', x.min) &&
  isOptional('number', x.max) &&
  isOptional('string', x.epp) &&
  isOptional('string', x.governor) &&
  isOptional('boolean', x.boost) &&
  isOptional('number', x.gpuMax) &&
  isOptional('string', x.cpus);

const isOverride = (x: unknown): x is KeptOverride =>
  isKept(x) && isRequest(x.wish) && (typeof x.ends === 'number' || isProcess(x.ends)) && isNullOr('string', x.command);
