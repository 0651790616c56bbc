import { InvalidArgumentError, Option } from 'commander';

const unitMs: Readonly<Record<string, number>> = { s: 1e3, m: 60e3, min: 60e3, h: 3600e3, d: 86_400e3, w: 604_800e3 };

/** A moment in the past as UTC milliseconds: an age (`90s`, `30m`, `1h`, `1h30m`, `2d`), `today`, `yesterday`, or a date with or without a time. */
export function moment(text: string, now = Date.now()): number {
  const age = milliseconds(text);
  if (age !== undefined) return now - age;
  if (text === 'now') return now;
  // Midnight where the reader is: a day has not always 24 hours.
  if (text === 'today' || text === 'yesterday') {
    const midnight = new Date(now);
    midnight.setDate(midnight.getDate() - (text === 'today' ? 0 : 1));
    return midnight.setHours(0, 0, 0, 0);
  }
  // Without a zone, Date would read a bare date as UTC and one with a time as local: both are meant in the reader's zone.
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2})?))?$/.exec(text) ?? [];
  const at = day === undefined ? Number.NaN : Date.parse(`${day}T${time ?? '00:00'}`);
  // Date takes 30 February for 2 March.
  if (Number.isNaN(at) || new Date(at).getDate() !== Number(day?.slice(-2)))
    throw new InvalidArgumentError(
      'expected an age such as 30m, 1h or 2d, today, yesterday, or a date such as 2026-11-22 18:00',
    );
  return at;
}

/** A length of time such as `1h30m`; undefined when it is none. */
export function milliseconds(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(min|s|m|h|d|w)/g)];
  if (parts.length === 0 || parts.map(part => part[0]).join('') !== text) return undefined;
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (unitMs[unit ?? ''] ?? 0), 0);
}

/** A span as milliseconds: `90s`, `10m`, `1h30m`, `8h`. */
export function duration(text: string): number {
  const ms = milliseconds(text);
  if (ms === undefined || ms <= 0) throw new InvalidArgumentError('expected a time such as 10m, 8h or 1h30m');
  return ms;
}

/** A whole number of at least 1. */
export function count(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('expected a whole number of at least 1');
  return Number(text);
}

/** A duration whose default is shown as it is typed, not in milliseconds. */
export const durationOption = (flags: string, description: string, usual: string): Option =>
  new Option(flags, description).argParser(duration).default(duration(usual), usual);

/** A port of this machine. */
export function portNumber(text: string): number {
  const port = /^[1-9]\d{0,4}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new InvalidArgumentError('expected a port from 1 to 65535');
  return port;
}
