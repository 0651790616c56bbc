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

/** `950 J`, `12.3 Wh`, `1.20 kWh`. */
export function energy(joules: number): string {
  if (joules < 3600) return `${joules.toFixed(joules < 9.95 ? 1 : 0)} J`;
  const wattHours = joules / 3600;
  if (wattHours >= 999.5) return `${(wattHours / 1000).toFixed(2)} kWh`;
  return `${wattHours.toFixed(wattHours < 99.95 ? 1 : 0)} Wh`;
}

export function temperature(celsius: number | null | undefined): string {
  return celsius === null || celsius === undefined ? unknown : `${Math.round(celsius)} °C`;
}

export function percent(share: number | null | undefined): string {
  return share === null || share === undefined ? unknown : `${Math.round(share * 100)} %`;
}

/** A span in its two largest units: `0.4 s`, `12 s`, `4 min`, `2 h 5 min`, `3 d 4 h`. */
export function span(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 9.95) return `${Number(seconds.toFixed(1))} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return joined(hours, 'h', minutes % 60, 'min');
  return joined(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

const joined = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;

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
  if (unit === 'bool') return value === 0 ? 'off' : 'on';
  return String(value);
}
