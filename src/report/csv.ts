import { csvFieldsOf, csvHeaders } from './columns.js';
import type { Use } from './energy.js';
import type { GroupUse } from './groups.js';

/** RFC 4180: lines end with CR and LF. */
export const csvDocument = (lines: readonly (readonly string[])[]): string =>
  [...lines.map(fields => fields.map(quoted).join()), ''].join('\r\n');

/** What begins like a formula, and is no number, is one to a spreadsheet: a name of a program or a zone must not be run. */
const harmless = (text: string): string =>
  /^[=+\-@\t]/.test(text) && !Number.isFinite(Number(text)) ? `'${text}` : text;

const quoted = (field: string): string => {
  const text = harmless(field);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const keys = ['from', 'until', 'domain'];

/** A report by periods; times in ISO 8601 UTC. */
export const csvOf = (uses: readonly Use[]): string => csvDocument([[...keys, ...csvHeaders], ...uses.map(fields)]);

/** A report by groups: the same with the group in front. */
export const groupCsvOf = (by: string, uses: readonly GroupUse[]): string =>
  csvDocument([[by, ...keys, ...csvHeaders], ...uses.map(u => [u.group, ...fields(u)])]);

const fields = (u: Use): string[] => [
  new Date(u.from).toISOString(),
  new Date(u.until).toISOString(),
  u.domain,
  ...csvFieldsOf(u),
];
