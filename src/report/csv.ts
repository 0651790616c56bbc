import type { Use } from './energy.js';

const head = 'from,until,domain,joules,watt_hours,mean_watts,peak_watts,hottest_celsius,measured_seconds';

/** RFC 4180 with times in ISO 8601 UTC; a domain's name has no comma, as the helper's names have none. */
export function csvOf(uses: readonly Use[]): string {
  const rows = uses.map(u =>
    [
      new Date(u.from).toISOString(),
      new Date(u.until).toISOString(),
      u.domain,
      u.joules.toFixed(3),
      (u.joules / 3600).toFixed(6),
      Number.isNaN(u.meanWatts) ? '' : u.meanWatts.toFixed(3),
      u.peakWatts.toFixed(3),
      u.hottest === null ? '' : u.hottest.toFixed(1),
      u.measuredSeconds.toFixed(1),
    ].join(),
  );
  return [head, ...rows, ''].join('\r\n');
}
