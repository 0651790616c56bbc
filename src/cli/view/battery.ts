import type { BatteryStatus } from '../../control/protocol/status.js';
import { span } from '../../model/format.js';

/** `70 %, 3 h 20 min left at this pace (41.2 Wh)`. */
export function heldWords(battery: BatteryStatus): string {
  const { secondsLeft, wattHours } = battery;
  const words = `${heldShort(battery)}${secondsLeft === null ? '' : ' at this pace'}`;
  if (wattHours === null) return words;
  const held = `${wattHours.toFixed(1)} Wh`;
  return words === '' ? held : `${words} (${held})`;
}

/** The same in a few characters: `70 %, 3 h 20 min left`. */
export const heldShort = ({ percent, secondsLeft }: BatteryStatus): string =>
  [
    ...(percent === null ? [] : [`${Math.round(percent)} %`]),
    ...(secondsLeft === null ? [] : [`${span(secondsLeft * 1000)} left`]),
  ].join(', ');
