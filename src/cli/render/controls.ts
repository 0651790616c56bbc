import type { ControlValue } from '../../model/signals.js';
import { frequency, power } from './units.js';

/** A control's value in words for its unit: kHz in Hz, uW in W, bool as on or off, anything else as it is. */
export function controlValue(value: ControlValue | null | undefined, unit: string): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'string') return value;
  if (unit === 'kHz') return frequency(value);
  if (unit === 'uW') return power(value / 1e6);
  if (unit === 'bool') return value === 0 ? 'off' : 'on';
  return String(value);
}
