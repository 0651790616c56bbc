import type { Status } from '../../control/protocol/status.js';
import { secondsLeft } from '../../model/battery-left.js';
import type { BatteryNow } from './now.js';
import type { Moment } from './recent.js';

const meanOverMs = 300_000;

/** What the batteries do. `full`: Wh of each when full, by name, as far as the journal knows. Null where there is no battery. */
export function batteryOf(
  { charge = [], batteryWatts, onMains }: Pick<Status, 'charge' | 'batteryWatts' | 'onMains'>,
  full: ReadonlyMap<string, number>,
  moments: readonly Moment[],
): BatteryNow | null {
  if (charge.length === 0 && batteryWatts === null) return null;
  const fills = charge.flatMap(({ battery, level }) => (level === null ? [] : [{ level, full: full.get(battery) }]));
  const known = fills.every(f => f.full !== undefined);
  const weight = fills.reduce((sum, f) => sum + (known ? (f.full ?? 0) : 1), 0);
  const held = fills.reduce((sum, f) => sum + (f.level / 100) * (known ? (f.full ?? 0) : 1), 0);
  const left =
    onMains || !known || fills.length === 0
      ? undefined
      : secondsLeft(
          held,
          moments.map(({ at, battery }) => ({ at, watts: battery })),
          meanOverMs,
        );
  return { level: weight > 0 ? (held / weight) * 100 : null, watts: batteryWatts, secondsLeft: left ?? null };
}
