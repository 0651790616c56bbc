import type { Order } from '../governor/orders/standing-orders.js';
import type { Config, RequestedLimits } from './config.js';

/** The configuration's requests as standing orders, from the most general to the most specific. */
export function ordersOf({ always, mains, battery, hours, applications, batteryLevels }: Config): readonly Order[] {
  const requested = ({ profile, max, target }: RequestedLimits) => ({ profile, max, target });
  return [
    { when: 'always', ...requested(always) },
    { when: 'on mains', source: 'mains', ...requested(mains) },
    { when: 'on battery', source: 'battery', ...requested(battery) },
    ...hours.map(
      (each): Order => ({
        when: `from ${clock(each.from)} to ${clock(each.to)}`,
        source: each.source,
        hours: each,
        ...requested(each),
      }),
    ),
    ...applications.map(
      (each, application): Order => ({
        when: `while ${each.executable ?? each.cgroup} runs`,
        source: each.source,
        application,
        hold: each.hold,
        ...requested(each),
      }),
    ),
    ...[...batteryLevels]
      .sort((a, b) => b.below - a.below)
      .map(
        (each): Order => ({
          when: `since the battery is below ${each.below} %`,
          source: 'battery',
          level: each.below,
          ...requested(each),
        }),
      ),
  ];
}

/** Minutes since midnight as `22:00`. */
export const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
