import type { Config, RequestedLimits } from '../../config/config.js';
import { spanOf } from '../../config/journal.js';
import { clock } from '../../config/orders.js';
import { dayNames } from '../../config/schema.js';
import type { ChargeLimits } from '../../model/people/charge.js';

/** The effective configuration as TOML, with the files it is from. */
export function configLines(config: Config, files: readonly string[]): string[] {
  const {
    profile,
    remember,
    rememberOverReboot,
    besideRivals,
    promised,
    cadence,
    journal,
    always,
    mains,
    battery,
    charge,
    hours,
    applications,
    actions,
    batteryLevels,
  } = config;
  return [
    `# ${files.length === 0 ? 'no file: these are the defaults' : `from ${files.join(', ')}`}`,
    ...keys({
      profile,
      ...requests(always),
      remember,
      remember_over_reboot: rememberOverReboot,
      beside_rivals: besideRivals,
    }),
    ...table('[promise]', { in: promised?.in, milliseconds: promised?.most }),
    ...table('[mains]', requests(mains)),
    ...table('[battery]', {
      ...requests(battery),
      ...levels(charge.all),
      charge_restore: charge.restore ? true : undefined,
    }),
    ...Object.entries(charge.batteries).flatMap(([name, own]) => table(`[battery.${tomlKey(name)}]`, levels(own))),
    ...hours.flatMap(({ from, to, days, source, ...requested }) =>
      table('[[hours]]', {
        from: clock(from),
        to: clock(to),
        days: days?.map(day => dayNames[day]),
        source,
        ...requests(requested),
      }),
    ),
    ...applications.flatMap(({ executable, cgroup, uid, source, hold, ...requested }) =>
      table('[[application]]', { executable, cgroup, uid, source, hold, ...requests(requested) }),
    ),
    ...batteryLevels.flatMap(({ below, ...requested }) =>
      table('[[battery_level]]', { below: `${below}%`, ...requests(requested) }),
    ),
    ...table('[actions]', actions),
    ...table('[sampling]', {
      active_hz: cadence.activeHz,
      quiet_hz: cadence.quietHz,
      batch_s: cadence.batchSeconds,
    }),
    ...table('[journal]', {
      keep_10s: spanOf(journal.slot10s),
      keep_1min: spanOf(journal.slot1min),
      keep_15min: spanOf(journal.slot15min),
      keep_decisions: spanOf(journal.decisions),
    }),
  ];
}

const requests = ({ profile, max, target }: RequestedLimits): object => ({
  ...(profile === undefined ? {} : { profile }),
  max: max === undefined ? undefined : `${max / 1e6}GHz`,
  target_c: target,
});

const levels = ({ start, stop }: ChargeLimits): object => ({ charge_start: start, charge_stop: stop });

/** A name with other characters needs quotes. */
const tomlKey = (name: string): string => (/^[\w-]+$/.test(name) ? name : JSON.stringify(name));

function table(header: string, values: object): string[] {
  const lines = keys(values);
  return lines.length === 0 ? [] : ['', header, ...lines];
}

/** TOML and JSON write these values the same way. */
const keys = (values: object): string[] =>
  Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [`${key} = ${JSON.stringify(value)}`]));
