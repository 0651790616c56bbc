/** What people ask of the daemon, as its socket shows it. */

import type { HeldProfile } from '../../model/people/holds.js';
import type { ProfileName } from '../../model/people/profiles.js';
import type { OverrideRequest } from '../../model/people/requests.js';
import type { Requester } from './requester.js';

export interface HoldStatus {
  readonly id: number;
  readonly profile: HeldProfile;
  readonly reason: string;
  readonly app: string;
  readonly who: Requester;
  /** UTC ms. */
  readonly since: number;
}

export interface OverrideStatus {
  readonly id: number;
  /** Frequencies in kHz; what it is not about is left out. */
  readonly wish: OverrideRequest;
  readonly who: Requester;
  /** UTC ms. */
  readonly since: number;
  /** Seconds until it ends; null for one that lasts as long as a process. */
  readonly remaining: number | null;
  /** The process that it lasts as long as. */
  readonly process: { readonly pid: number; readonly command: string | null } | null;
}

export interface RequestsStatus {
  /** The profile in force. */
  readonly profile: ProfileName;
  /** The one in force without holds. */
  readonly chosen: ProfileName;
  /** The battery's level in percent that decides the profile; null while none does. */
  readonly level: number | null;
  readonly holds: readonly HoldStatus[];
  readonly overrides: readonly OverrideStatus[];
  /** Why all of it will be forgotten when the daemon ends; null when it is kept. */
  readonly unkept: string | null;
}

/** The answer to a change: everything as it is after it, on which machine, and the number of the hold or override that it made. */
export interface Changed extends RequestsStatus {
  readonly machine: string;
  readonly simulated: boolean;
  readonly made: number | null;
}
