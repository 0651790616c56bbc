import { InvalidArgumentError } from 'commander';
import { milliseconds } from './arguments.js';

const factors: Readonly<Record<string, number>> = { '': 1, khz: 1, mhz: 1e3, ghz: 1e6 };

/** A frequency in kHz: `2.4GHz`, `1200 MHz`, or plain kHz as the kernel's files have it. */
export function frequencyArgument(text: string): number {
  const [, figure, unit = ''] = /^(\d+(?:\.\d+)?)\s*(khz|mhz|ghz)?$/i.exec(text.trim()) ?? [];
  const exact = Number(figure) * (factors[unit.toLowerCase()] ?? Number.NaN);
  // 0.8 kHz means nothing. It is rounded up, and the daemon names its range.
  const khz = exact > 0 ? Math.max(1, Math.round(exact)) : Number.NaN;
  if (!(khz > 0)) throw new InvalidArgumentError('expected a frequency such as 2.4GHz, 1200MHz or 800000 (kHz)');
  return khz;
}

/** A length of time as seconds: `90s`, `30m`, `1h30m`. */
export function seconds(text: string): number {
  const ms = milliseconds(text);
  if (ms === undefined || ms <= 0)
    throw new InvalidArgumentError('expected a length of time such as 90s, 30m or 1h30m');
  return ms / 1000;
}

/** Seconds until the next time of day like this, or until a date and time; in the reader's zone. */
export function secondsUntil(text: string, now = Date.now()): number {
  const [, hours, minutes, rest = '0'] = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text) ?? [];
  const at =
    hours === undefined
      ? Date.parse(text.replace(' ', 'T'))
      : nextTime(Number(hours), Number(minutes), Number(rest), now);
  if (!(at > now)) throw new InvalidArgumentError('expected a time to come such as 18:00 or 2026-11-26 07:00');
  return (at - now) / 1000;
}

function nextTime(hours: number, minutes: number, rest: number, now: number): number {
  if (hours > 23 || minutes > 59 || rest > 59) return Number.NaN;
  const at = new Date(now);
  at.setHours(hours, minutes, rest, 0);
  if (at.getTime() <= now) at.setDate(at.getDate() + 1);
  return at.getTime();
}

export function onOff(text: string): boolean {
  if (text !== 'on' && text !== 'off') throw new InvalidArgumentError('expected on or off');
  return text === 'on';
}

/** The kernel writes `balance_performance`; people and other tools also `balance-performance`. */
export const preference = (text: string): string => text.replaceAll('-', '_');
