import type { ControlValue } from '../../model/signals.js';
import type { PeriodName } from '../../report/calendar.js';

/** Quantities as people read them. An unknown one is a dash, never 0. */

const unknown = '–';

/** 800000 → `800 MHz`, 2400000 → `2.40 GHz`. */
export function frequency(khz: number | null | undefined): string {
  if (khz === null || khz === undefined) return unknown;
  return khz < 999_500 ? `${Math.round(khz / 1000)} MHz` : `${(khz / 1e6).toFixed(2)} GHz`;
}

/** Limits in one unit: `0.80–3.10 GHz`. */
export function frequencyRange({ min, max }: { readonly min: number | null; readonly max: number | null }): string {
  if (min === null && max === null) return unknown;
  const side = (khz: number | null): string => (khz === null ? '?' : (khz / 1e6).toFixed(2));
  return `${side(min)}–${side(max)} GHz`;
}

/** `8.4 W`, `123 W`. */
export function power(watts: number | null | undefined): string {
  if (watts === null || watts === undefined) return unknown;
  return `${watts.toFixed(Math.abs(watts) < 99.95 ? 1 : 0)} W`;
}

export function temperature(celsius: number | null | undefined): string {
  return celsius === null || celsius === undefined ? unknown : `${Math.round(celsius)} °C`;
}

export function percent(share: number | null | undefined): string {
  return share === null || share === undefined ? unknown : `${Math.round(share * 100)} %`;
}

const two = (n: number): string => String(n).padStart(2, '0');

/** Time of day in the reader's zone. */
export function clock(ms: number): string {
  const t = new Date(ms);
  return `${two(t.getHours())}:${two(t.getMinutes())}:${two(t.getSeconds())}`;
}

/** Day and time in the reader's zone. */
export function dateTime(ms: number): string {
  const t = new Date(ms);
  return `${t.getFullYear()}-${two(t.getMonth() + 1)}-${two(t.getDate())} ${clock(ms)}`;
}

/** When a period of the calendar began: `2026-11-22 18:00`, `2026-11-22`, `2026-11`. */
export function periodStart(ms: number, by: PeriodName): string {
  const text = dateTime(ms);
  return text.slice(0, by === 'hour' ? 16 : by === 'month' ? 7 : 10);
}

/** 0,1,2,3,6 → `0-3,6`, as the kernel writes lists of CPUs. */
export function cpuList(cpus: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const cpu of cpus) {
    const last = runs.at(-1);
    if (last !== undefined && cpu === last[1] + 1) last[1] = cpu;
    else runs.push([cpu, cpu]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

/** `1 policy`, `2 policies`. */
export const counted = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** A control's value in words for its unit: kHz in Hz, uW in W, bool as on or off, anything else as it is. */
export function controlValue(value: ControlValue | null | undefined, unit: string): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'string') return value;
  if (unit === 'kHz') return frequency(value);
  if (unit === 'uW') return power(value / 1e6);
  if (unit === 'percent') return `${value} %`;
  if (unit === 'bool') return value === 0 ? 'off' : 'on';
  return String(value);
}
