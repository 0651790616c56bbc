import { quoted } from '../quoting.js';
import type { Operation } from './operation.js';

/** `full` lifts the limits once, until the charger is unplugged; `limit` ends that, and takes back limits that others have set. */
export const chargeRequests = ['show', 'full', 'limit'] as const;
export type ChargeRequest = (typeof chargeRequests)[number];

/** Levels in percent; null where there is none, or it can't be read. */
export interface ChargeLevels {
  readonly start: number | null;
  readonly stop: number | null;
}

/** How far one battery is charged. */
export interface BatteryCharge {
  readonly battery: string;
  /** How full it is now, %. */
  readonly level: number | null;
  readonly inForce: ChargeLevels;
  readonly wanted: ChargeLevels;
  /** What was in force before the daemon first set a limit. */
  readonly before: ChargeLevels;
  /** The maker's own limit where that is in force: `Long_Life`, `conservation mode`. */
  readonly ownLimit: string | null;
  /** Whether the firmware heeds thresholds (`auto`) or is told to do something else. */
  readonly behaviour: string | null;
  /** Who wants it full until the charger is unplugged, in words. */
  readonly fullFor: string | null;
  /** Why what is wanted is not in force, in words. */
  readonly why: readonly string[];
  /** One sentence: why its limits are what they are; null where nothing was decided. */
  readonly explanation: string | null;
}

export interface ChargeStatus {
  readonly batteries: readonly BatteryCharge[];
  /** Whether limits stay when the daemon stops. */
  readonly kept: boolean;
  /** Why a full charge will be forgotten when the daemon ends; null when it is kept. */
  readonly unkept: string | null;
}

interface ChargeFields {
  readonly do: ChargeRequest;
  /** All of them when left out. */
  readonly battery?: string | undefined;
}

/** Shows how far batteries are charged, has them charged full once, or limits them again. */
export const charge: Operation<ChargeFields, ChargeStatus, 'charge'> = {
  reply: 'charge',
  parse: body => {
    const wanted = 'do' in body ? body.do : undefined;
    const known = chargeRequests.find(word => word === wanted);
    if (known === undefined) return `do ${quoted(body, 'do')}, expected ${chargeRequests.join(', ')}`;
    const battery = 'battery' in body ? body.battery : undefined;
    if (battery !== undefined && (typeof battery !== 'string' || battery === ''))
      return `battery ${quoted(body, 'battery')}, expected the name of a battery`;
    return { do: known, battery };
  },
  changes: fields => (fields.do === 'show' ? undefined : `charge ${fields.do}`),
};
