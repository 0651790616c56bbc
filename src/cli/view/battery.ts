import type { BatteryStatus } from '../../control/protocol/status.js';
import { span } from '../../model/format.js';

/** `70 %, 3 h 20 min left at this pace (41.2 Wh)`. */
export function heldWords({ percent, secondsLeft, wattHours }: BatteryStatus): string {
  const held = wattHours === null ? [] : [`${wattHours.toFixed(1)} Wh`];
  const full = percent === null ? held : [`${Math.round(percent)} %`];
  const left = secondsLeft === null ? [] : [`${span(secondsLeft * 1000)} left at this pace`];
  const aside = percent === null || held.length === 0 ? '' : ` (${held[0]})`;
  return `${[...full, ...left].join(', ')}${aside}`;
}

/** The same in a few characters: `70 %, 3 h 20 min left`. */
export const heldShort = ({ percent, secondsLeft }: BatteryStatus): string =>
  [
    ...(percent === null ? [] : [`${Math.round(percent)} %`]),
    ...(secondsLeft === null ? [] : [`${span(secondsLeft * 1000)} left`]),
  ].join(', ');
