import type { Point } from '../journal/query/history.js';

/** One series within one step of time, as other programs take it: the journal's whole numbers with their times, and the mean that they come to. */
export interface Exported {
  /** ISO 8601, UTC. */
  readonly from: string;
  readonly kind: string;
  readonly name: string;
  /** Of mean, min and max. */
  readonly unit: string;
  /** The journal's integral over the seconds that were measured; null where nothing was. */
  readonly mean: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly measured_seconds: number;
  /** Only of energy. */
  readonly joules: number | null;
}

/** What the journal counts in; of residency and throttling the mean is the share of the time. */
const units: Readonly<Record<Point['kind'], string>> = {
  energy: 'mW',
  temperature: 'm°C',
  frequency: 'kHz',
  residency: 'share',
  throttled: 'share',
  capacity: 'mWh',
};

export const exportedOf = ({ at, kind, name, integral, measuredMs, min, max }: Point): Exported => ({
  from: new Date(at).toISOString(),
  kind,
  name,
  unit: units[kind],
  mean: measuredMs > 0 ? (kind === 'energy' ? (integral * 1000) / measuredMs : integral / measuredMs) : null,
  min,
  max,
  measured_seconds: measuredMs / 1000,
  joules: kind === 'energy' ? integral / 1000 : null,
});

/** One JSON object a line. */
export const jsonLines = (rows: readonly Exported[]): string => rows.map(row => `${JSON.stringify(row)}\n`).join('');

const columns = ['from', 'kind', 'name', 'unit', 'mean', 'min', 'max', 'measured_seconds', 'joules'] as const;

/** RFC 4180; what is not known is an empty field. */
export const csvRows = (rows: readonly Exported[]): string =>
  [columns.join(), ...rows.map(row => columns.map(column => field(row[column])).join()), ''].join('\r\n');

function field(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
