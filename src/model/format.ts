/** Figures as sentences and tables say them. */

type Figure = number | string | undefined;

/** kHz as `3.20 GHz`. */
export const gigahertz = (khz: Figure): string => `${(Number(khz) / 1e6).toFixed(2)} GHz`;

/** `4 ms`, `3.9 ms`. */
export const milliseconds = (ms: number): string => `${Math.round(ms * 10) / 10} ms`;

/** A share as `4.5 %`, whole from 10 % on. */
export function share(value: Figure): string {
  const percent = Number(value) * 100;
  return `${percent >= 10 ? Math.round(percent) : Math.round(percent * 10) / 10} %`;
}

/** `950 J`, `12.3 Wh`, `1.20 kWh`. */
export function energy(joules: number): string {
  if (joules < 3600) return `${joules.toFixed(joules < 9.95 ? 1 : 0)} J`;
  const wattHours = joules / 3600;
  if (wattHours >= 999.5) return `${(wattHours / 1000).toFixed(2)} kWh`;
  return `${wattHours.toFixed(wattHours < 99.95 ? 1 : 0)} Wh`;
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
