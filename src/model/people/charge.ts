/** How far people want batteries to be charged. */

/** Levels in percent between which a battery is charged; what is left out stays as it is. */
export interface ChargeLimits {
  /** Charging starts below it. */
  readonly start?: number | undefined;
  /** Charging stops there. */
  readonly stop?: number | undefined;
}

export interface ChargeOrders {
  /** For batteries that are not named. */
  readonly all: ChargeLimits;
  /** By the battery's name. */
  readonly batteries: Readonly<Record<string, ChargeLimits>>;
  /** Batteries that are to be full, and who asked for it, in words. */
  readonly full: Readonly<Record<string, string>>;
}

export const limitsFor = ({ all, batteries }: Omit<ChargeOrders, 'full'>, battery: string): ChargeLimits => ({
  ...all,
  ...batteries[battery],
});

/**
 * Limits of a battery that is to be full. A start of 0 would leave one that is nearly full as it is; no driver takes a start above 95 % beside a stop
 * of 100 % that takes one at all (dell-laptop: 95, thinkpad_acpi: 99).
 */
export const fullLimits = { start: 95, stop: 100 } as const satisfies ChargeLimits;

/** Three are a battery's, the last is the machine's. */
const roles: ReadonlySet<string> = new Set(['charge_start', 'charge_stop', 'charge_types', 'conservation_mode']);

/** Whether a control is one of those that limit charging. */
export const isChargeRole = (role: string): boolean => roles.has(role);
