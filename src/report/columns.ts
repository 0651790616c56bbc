import type { Use } from './energy.js';

type Unit = 'J' | 'Wh' | 'W' | '°C' | 's';

/** A figure of each line of a report. JSON holds the fields of `Use` themselves. */
interface Column {
  readonly unit: Unit;
  /** Null where it is not known. */
  readonly value: (use: Use) => number | null;
  /** In CSV, if it is there: its header, which names the unit, and its digits after the point. */
  readonly csv?: { readonly header: string; readonly digits: number };
  /** In the table and on the HTML page, if it is there: its heading. Both choose a fitting unit for each value. */
  readonly heading?: string;
}

/** All columns in order; csv.ts, html/page.ts and the table of latticectl follow this list. */
const columns: readonly Column[] = [
  { unit: 'J', value: u => u.joules, csv: { header: 'joules', digits: 3 }, heading: 'energy' },
  { unit: 'Wh', value: u => u.joules / 3600, csv: { header: 'watt_hours', digits: 6 } },
  { unit: 'W', value: u => finite(u.meanWatts), csv: { header: 'mean_watts', digits: 3 }, heading: 'mean' },
  { unit: 'W', value: u => u.peakWatts, csv: { header: 'peak_watts', digits: 3 }, heading: 'peak' },
  { unit: '°C', value: u => u.hottest, csv: { header: 'hottest_celsius', digits: 1 }, heading: 'hottest' },
  { unit: 's', value: u => u.measuredSeconds, csv: { header: 'measured_seconds', digits: 1 }, heading: 'measured' },
];

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** How quantities are written for people. The caller passes it, so the page and the table write them alike. */
export interface Quantities {
  readonly energy: (joules: number) => string;
  readonly power: (watts: number) => string;
  readonly temperature: (celsius: number) => string;
  readonly span: (ms: number) => string;
}

const written: Readonly<Record<Unit, (value: number, quantities: Quantities) => string>> = {
  J: (value, { energy }) => energy(value),
  Wh: (value, { energy }) => energy(value * 3600),
  W: (value, { power }) => power(value),
  '°C': (value, { temperature }) => temperature(value),
  s: (value, { span }) => span(value * 1000),
};

const unknown = '–';

/** Headings of the columns for people. */
export const headings: readonly string[] = columns.flatMap(({ heading }) => (heading === undefined ? [] : [heading]));

/** The cells under `headings`. */
export const cellsOf = (use: Use, quantities: Quantities): string[] =>
  columns.flatMap(({ heading, unit, value }) => {
    const figure = value(use);
    if (heading === undefined) return [];
    return [figure === null ? unknown : written[unit](figure, quantities)];
  });

export const csvHeaders: readonly string[] = columns.flatMap(({ csv }) => (csv === undefined ? [] : [csv.header]));

/** The fields under `csvHeaders`; an unknown one is empty. */
export const csvFieldsOf = (use: Use): string[] =>
  columns.flatMap(({ csv, value }) => (csv === undefined ? [] : [value(use)?.toFixed(csv.digits) ?? '']));
