import * as z from 'zod/mini';
import type { ChargeLimits } from '../model/people/charge.js';
import { type ChargeConfig, defaultConfig } from './config.js';

/** A level as it may be written, 80 or "80%", in percent; undefined where it is none. */
export function percentOf(written: unknown): number | undefined {
  const digits = typeof written === 'string' ? /^\s*(\d{1,3})\s*%?\s*$/.exec(written)?.[1] : undefined;
  const value = digits === undefined ? written : Number(digits);
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 100 ? value : undefined;
}

const words = 'a whole number from 1 to 100, such as 80 or "80%"';
const level = (description: string, example: number) =>
  z.unknown().check(
    z.refine(written => percentOf(written) !== undefined, { error: `expected ${words}` }),
    z.meta({ title: words, description, examples: [example] }),
  );

const limits = {
  charge_start: z.optional(
    level('Charging starts when the battery is below this level, where its driver has such a threshold.', 75),
  ),
  charge_stop: z.optional(
    level(
      'Charging stops at this level: a battery that is seldom full lasts longer. `latticectl charge` shows it.',
      80,
    ),
  ),
};

/** Keys of `[battery]` beside those of every circumstance. */
export const chargeSettings = {
  ...limits,
  charge_restore: z.optional(
    z.boolean().check(
      z.meta({
        description:
          'Whether charge limits are put back as they were when the daemon stops. Else they stay, as the battery is to be spared then too.',
        default: defaultConfig.charge.restore,
      }),
    ),
  ),
};

/** A table in `[battery]`. */
export const oneBattery = z
  .strictObject(limits)
  .check(z.meta({ title: 'BAT0', description: 'For one battery, by its name in /sys/class/power_supply.' }));

type WrittenLimits = Readonly<Record<'charge_start' | 'charge_stop', unknown>>;

const given = ({ charge_start, charge_stop }: Partial<WrittenLimits>): ChargeLimits => {
  const [start, stop] = [percentOf(charge_start), percentOf(charge_stop)];
  return { ...(start !== undefined && { start }), ...(stop !== undefined && { stop }) };
};

/** `base` with what `[battery]` says; calls `fail` with the path of a start that is not below its stop. */
export function chargeConfigOf(
  written: Readonly<Record<string, unknown>>,
  base: ChargeConfig,
  fail: (path: readonly string[], what: string) => never,
): ChargeConfig {
  const named = Object.entries(written).filter(
    (entry): entry is [string, Partial<WrittenLimits>] => typeof entry[1] === 'object' && entry[1] !== null,
  );
  const all = { ...base.all, ...given(written) };
  const batteries = { ...base.batteries };
  for (const [name, own] of named)
    if (Object.keys(own).length > 0) batteries[name] = { ...batteries[name], ...given(own) };
  const check = ({ start, stop }: ChargeLimits, path: readonly string[]): void => {
    if (start !== undefined && stop !== undefined && start >= stop)
      fail([...path, 'charge_start'], `${start}, expected less than charge_stop, which is ${stop}`);
  };
  check(all, ['battery']);
  for (const [name, own] of Object.entries(batteries)) check({ ...all, ...own }, ['battery', name]);
  const { charge_restore: restore } = written;
  return { restore: typeof restore === 'boolean' ? restore : base.restore, all, batteries };
}
