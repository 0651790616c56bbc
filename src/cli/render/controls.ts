import type { ControlValue } from '../../model/signals.js';
import { frequency, power } from './units.js';

/** A control's value in the unit that its name tells: `policy0.max_freq` in Hz, `package0.long_term.limit` in W, anything else as it is. */
export function controlValue(name: string, value: ControlValue | null | undefined): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'string') return value;
  if (/(^|\.)(min|max)_freq$/.test(name)) return frequency(value);
  if (name.endsWith('.limit')) return power(value / 1e6);
  if (/(^|\.)boost$/.test(name)) return value === 0 ? 'off' : 'on';
  return String(value);
}
