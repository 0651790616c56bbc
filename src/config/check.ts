import { parse, TomlError } from 'smol-toml';
import type { core } from 'zod/mini';
import { parseFrequency } from '../model/frequency.js';
import { suggestion } from '../model/people/nearest.js';
import { chargeConfigOf } from './charge.js';
import { type Config, ConfigError, type RequestedLimits } from './config.js';
import { keepOf } from './journal.js';
import { parseListen, parsePort } from './listen.js';
import { promiseOf } from './promise.js';
import { configReference } from './reference.js';
import { tariffOf } from './report.js';
import { configSchema, dayNames, frequencyWords, type Written } from './schema.js';

/** `base` with what the TOML `text` of `file` sets; throws ConfigError naming file, line, key and expectation. Lists grow, all else is replaced. */
export function checkConfig(file: string, text: string, base: Config): Config {
  const parsed = configSchema.safeParse(toml(file, text));
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map(issue => describe(file, text, issue)).join('\n'));
  const {
    profile = base.profile,
    remember = base.remember,
    remember_over_reboot: rememberOverReboot = base.rememberOverReboot,
    beside_rivals: besideRivals = base.besideRivals,
    hours = [],
    application = [],
    battery_level: batteryLevel = [],
    journal = {},
  } = parsed.data;
  return {
    profile,
    remember,
    rememberOverReboot,
    besideRivals,
    kernelReflex: parsed.data.reflex?.kernel ?? base.kernelReflex,
    promised: promiseOf(parsed.data.promise ?? {}) ?? base.promised,
    cadence: cadence(file, text, parsed.data, base),
    journal: keepOf(journal, base.journal, (key, what) => {
      throw new ConfigError(`${file}:${lineOf(text, ['journal', key])}: journal.${key}: ${what}`);
    }),
    actions: { ...base.actions, ...given(parsed.data.actions ?? {}) },
    tariff: tariffOf(parsed.data.report ?? {}, base.tariff),
    schedules: [...base.schedules, ...(parsed.data.schedule ?? [])],
    dailyReport: dailyReport(parsed.data, base),
    metrics: parseListen(parsed.data.metrics?.listen ?? '') ?? base.metrics,
    web: parsePort(parsed.data.web?.listen ?? '') ?? base.web,
    taskAccount: parsed.data.tasks?.account ?? base.taskAccount,
    always: { ...base.always, ...requested({ ...parsed.data, profile: undefined }) },
    mains: { ...base.mains, ...requested(parsed.data.mains ?? {}) },
    battery: { ...base.battery, ...requested(parsed.data.battery ?? {}) },
    charge: chargeConfigOf(parsed.data.battery ?? {}, base.charge, (path, what) => {
      throw new ConfigError(`${file}:${lineOf(text, path)}: ${shown(path)}: ${what}`);
    }),
    hours: [
      ...base.hours,
      ...hours.map(({ from, to, days, source, ...rest }) => ({
        from: minutes(from),
        to: minutes(to),
        ...given({ days: days?.map(day => dayNames.indexOf(day)), source }),
        ...requested(rest),
      })),
    ],
    batteryLevels: [
      ...base.batteryLevels,
      ...batteryLevel.map(({ below, ...rest }) => ({ below: Number.parseFloat(below), ...requested(rest) })),
    ],
    applications: [
      ...base.applications,
      ...application.map(({ executable, cgroup, uid, source, hold, ...rest }) => ({
        ...given({ executable, cgroup, uid, source, hold }),
        ...requested(rest),
      })),
    ],
  };
}

function cadence(file: string, text: string, { sampling = {} }: Written, base: Config): Config['cadence'] {
  const {
    active_hz: activeHz = base.cadence.activeHz,
    quiet_hz: quietHz = base.cadence.quietHz,
    batch_s: batchSeconds = base.cadence.batchSeconds,
  } = sampling;
  if (quietHz <= activeHz) return { activeHz, quietHz, batchSeconds };
  throw new ConfigError(
    `${file}:${lineOf(text, ['sampling', 'quiet_hz'])}: sampling.quiet_hz: ${quietHz}, expected no more than active_hz, which is ${activeHz}`,
  );
}

/** There is one where it is said when. */
function dailyReport({ daily_report: daily }: Written, base: Config): Config['dailyReport'] {
  if (daily?.cron === undefined) return base.dailyReport;
  return { ...daily, cron: daily.cron, format: daily.format ?? 'csv' };
}

type WrittenRequest = Pick<NonNullable<Written['mains']>, 'profile' | 'max' | 'target_c'>;

const requested = ({ profile, max, target_c: target }: WrittenRequest): RequestedLimits =>
  given({ profile, max: typeof max === 'string' ? parseFrequency(max) : max, target });

/** Without what was left out: it must not hide what another file says. */
function given<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}

function minutes(time: string): number {
  const [hours = 0, rest = 0] = time.split(':').map(Number);
  return hours * 60 + rest;
}

function toml(file: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [said = 'not TOML'] = error.message.split('\n');
    const what = unclosed(text, error.line) ?? said;
    throw new ConfigError(`${file}:${error.line}:${error.column}: ${what}`);
  }
}

/** The parser sees the end of the line within a string, and calls it a control character. */
function unclosed(text: string, line: number): string | undefined {
  const row = text.split('\n')[line - 1] ?? '';
  const bare = row.replace(/\\./g, '').replace(/"[^"]*"|'[^']*'/g, '');
  const [quote] = /["']/.exec(bare.replace(/#.*/, '')) ?? [];
  return quote === undefined ? undefined : `a text is not closed: expected another ${quote} on this line`;
}

function describe(file: string, text: string, issue: core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys
      .map(key => [...issue.path.map(String), key])
      .map(path => `${file}:${lineOf(text, path)}: ${shown(path)}: unknown key${meant(path)}`)
      .join('\n');
  }
  const path = issue.path.map(String);
  const where = `${file}:${lineOf(text, path)}: ${shown(path)}`;
  // What stands in [battery] beside its keys is a battery's table: another value has a key that is misspelt.
  const noBattery =
    path[0] === 'battery' && path.length === 2 && issue.code === 'invalid_type' && issue.expected === 'object';
  return `${where}: ${noBattery ? `unknown key${meant(path)}` : expectation(issue)}`;
}

/** The key that stands at that place in the schema and is spelt nearly so. */
function meant(path: readonly string[]): string {
  const places = configReference().map(section => [section.name, section.settings.map(s => s.key)] as const);
  const [table, ...keys] = path.filter(part => !/^\d+$/.test(part));
  if (table === undefined) return '';
  const key = keys.at(-1);
  // A table within another stands in the reference under an example of its name.
  const within = places.find(([name]) => (keys.length > 1 ? name.startsWith(`${table}.`) : name === table));
  if (key !== undefined) return suggestion(key, within?.[1] ?? []);
  const top = places.find(([name]) => name === '')?.[1] ?? [];
  return suggestion(table, [...top, ...places.flatMap(([name]) => (name === '' ? [] : [name]))]);
}

/** `hours[1].from` */
const shown = (path: readonly string[]): string =>
  path.map((key, i) => (/^\d+$/.test(key) ? `[${key}]` : i === 0 ? key : `.${key}`)).join('');

function expectation(issue: core.$ZodIssue): string {
  if (issue.message.startsWith('expected')) return issue.message;
  if (issue.code === 'invalid_type' && issue.expected === 'array' && issue.path.length === 1)
    return `expected [[${String(issue.path[0])}]]: there may be several`;
  if (issue.code === 'invalid_value') return `expected one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'invalid_type') return `expected a ${issue.expected}`;
  if (issue.code === 'too_small' && issue.origin === 'string') return 'expected a text that is not empty';
  if (issue.code === 'too_small') return `expected at least ${issue.minimum}`;
  if (issue.code === 'too_big') return `expected at most ${issue.maximum}`;
  if (issue.code === 'invalid_union') return `expected ${frequencyWords}`;
  if (issue.code === 'invalid_format') return 'expected a time such as "22:00"';
  return issue.message;
}

/** The line that a key stands on, counted from 1: TOML values carry no position, so its table and then the key are looked for. */
function lineOf(text: string, path: readonly string[]): number {
  const lines = text.split('\n');
  const names = path.filter(key => !/^\d+$/.test(key));
  const nth = Number(path.find(key => /^\d+$/.test(key)) ?? 0);
  const inTable = names.length > 1 || path.length > names.length;
  const table = inTable ? (names[0] ?? '') : '';
  const headers = lines.flatMap((line, i) => (/^\s*\[{1,2}\s*([^\].\s]+)/.exec(line)?.[1] === table ? [i] : []));
  const start = table === '' ? 0 : (headers[nth] ?? 0);
  const key = names.at(-1) ?? '';
  const at = lines.findIndex((line, i) => i >= start && /^\s*\[*\s*["']?([^\s"'=\].]+)/.exec(line)?.[1] === key);
  return (at < 0 ? start : at) + 1;
}
