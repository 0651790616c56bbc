import type { Hours } from '../governor/orders/standing-orders.js';
import { defaultRetention, type Retention } from '../journal/retention.js';
import { defaultCadence } from '../machine/cadence.js';
import type { ApplicationMatch } from '../machine/linux/procfs/applications.js';
import type { Cadence } from '../machine/machine.js';
import type { ActionChoices } from '../model/people/actions.js';
import type { ChargeOrders } from '../model/people/charge.js';
import type { PowerSource, ProfileName } from '../model/people/profiles.js';
import type { Promised } from '../model/people/promise.js';
import type { Tariff } from '../model/people/tariff.js';
import type { Listen, ListenPort } from './listen.js';
import type { DailyFormat } from './schedule.js';

/** What can be asked for in a circumstance. */
export interface RequestedLimits {
  readonly profile?: ProfileName | undefined;
  /** Highest clock, kHz. */
  readonly max?: number | undefined;
  /** Temperature that the CPUs are kept at, °C. */
  readonly target?: number | undefined;
}

interface Circumstance extends RequestedLimits {
  readonly source?: PowerSource | undefined;
}

/** What is wanted of batteries' charge. */
export interface ChargeConfig extends Omit<ChargeOrders, 'full'> {
  /** Whether the limits of before come back when the daemon stops. */
  readonly restore: boolean;
}

/** When something is due; the cron pattern is checked. */
interface Due {
  readonly cron: string;
  readonly timezone?: string | undefined;
}

/** What the administrator may set (`/etc/lattice/lattice.toml` and `conf.d/*.toml` beside it, later files win). */
export interface Config {
  readonly profile: ProfileName;
  /** Whether a profile that was set comes back with its power source. */
  readonly remember: boolean;
  /** Whether a profile that was set outlives a reboot. */
  readonly rememberOverReboot: boolean;
  /** Whether to govern beside other daemons that write the same files. */
  readonly besideRivals: boolean;
  /** Whether the kernel's governor is to start and raise work where it is offered. */
  readonly kernelReflex: boolean;
  /** In percent when undefined. */
  readonly promised: Promised | undefined;
  readonly cadence: Cadence;
  readonly journal: Retention;
  /** Profiles set at a time. */
  readonly schedules: readonly (Due & { readonly profile: ProfileName })[];
  /** The daily report; undefined when none is wanted. */
  readonly dailyReport: (Due & { readonly format: DailyFormat }) | undefined;
  /** Where metrics are served; undefined when nowhere. */
  readonly metrics: Listen | undefined;
  /** Where the page is served; undefined when nowhere. */
  readonly web: ListenPort | undefined;
  /** Whether tasks are counted, to know who uses the energy. */
  readonly taskAccount: boolean;
  readonly always: RequestedLimits;
  readonly mains: RequestedLimits;
  readonly battery: RequestedLimits;
  readonly charge: ChargeConfig;
  readonly hours: readonly (Circumstance & Hours)[];
  /** What holds on battery while its charge is below a level, percent. */
  readonly batteryLevels: readonly (RequestedLimits & { readonly below: number })[];
  readonly applications: readonly (Circumstance & ApplicationMatch & { readonly hold?: boolean | undefined })[];
  /** Actions that are switched on or off. */
  readonly actions: ActionChoices;
  readonly tariff: Tariff;
}

export const defaultConfig: Config = {
  profile: 'balanced',
  remember: false,
  rememberOverReboot: true,
  besideRivals: false,
  kernelReflex: false,
  promised: undefined,
  cadence: defaultCadence,
  journal: defaultRetention,
  schedules: [],
  dailyReport: undefined,
  metrics: undefined,
  web: undefined,
  taskAccount: true,
  always: {},
  mains: {},
  battery: {},
  charge: { restore: false, all: {}, batteries: {} },
  hours: [],
  batteryLevels: [],
  applications: [],
  actions: {},
  tariff: { pricePerKwh: undefined, currency: 'EUR', co2GramsPerKwh: undefined },
};

/** A configuration that can't be used, in one line: file, line, key, what was expected. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}
