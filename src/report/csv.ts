import type { Use } from './energy.js';
import type { GroupUse } from './groups.js';

const figures = 'domain,joules,watt_hours,mean_watts,peak_watts,hottest_celsius,measured_seconds';

/** RFC 4180 with times in ISO 8601 UTC; names of domains and profiles have no comma, only those of several governors do. */
export function csvOf(uses: readonly Use[]): string {
  return [`from,until,${figures}`, ...uses.map(cells), ''].join('\r\n');
}

/** The same with the group in front. */
export function groupCsvOf(by: string, uses: readonly GroupUse[]): string {
  return [`${by},from,until,${figures}`, ...uses.map(u => `${quoted(u.group)},${cells(u)}`), ''].join('\r\n');
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const cells = (u: Use): string =>
  [
    new Date(u.from).toISOString(),
    new Date(u.until).toISOString(),
    quoted(u.domain),
    u.joules.toFixed(3),
    (u.joules / 3600).toFixed(6),
    Number.isNaN(u.meanWatts) ? '' : u.meanWatts.toFixed(3),
    u.peakWatts.toFixed(3),
    u.hottest === null ? '' : u.hottest.toFixed(1),
    u.measuredSeconds.toFixed(1),
  ].join();
