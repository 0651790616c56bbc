import type { Point } from '../journal/query/history.js';
import { csvDocument } from './csv.js';

/** What the journal counts in; of residency, throttling and a promise the mean is the share of the time, of what is counted its rate. */
const units: Readonly<Record<Point['kind'], string>> = {
  energy: 'mW',
  temperature: 'm°C',
  frequency: 'kHz',
  residency: 'share',
  throttled: 'share',
  capacity: 'mWh',
  health: '‰',
  cycles: '1',
  fan: 'rpm',
  promise: 'share',
  raises: '1/s',
  heartbeats: '1/s',
};

/** Their integral is no value times ms: energy in mJ, events. */
const perSecond = new Set<Point['kind']>(['energy', 'raises', 'heartbeats']);

/** The columns of `latticectl export`, in order, in all its formats: whole numbers of the journal, and the mean that they give. */
const columns = {
  /** ISO 8601, UTC. */
  from: ({ at }: Point): string => new Date(at).toISOString(),
  kind: ({ kind }: Point): string => kind,
  name: ({ name }: Point): string => name,
  /** Of mean, min and max. */
  unit: ({ kind }: Point): string => units[kind],
  /** The journal's integral over the seconds that were measured; null where nothing was. */
  mean: ({ kind, integral, measuredMs }: Point): number | null =>
    measuredMs > 0 ? (perSecond.has(kind) ? (integral * 1000) / measuredMs : integral / measuredMs) : null,
  min: ({ min }: Point): number | null => min,
  max: ({ max }: Point): number | null => max,
  measured_seconds: ({ measuredMs }: Point): number => measuredMs / 1000,
  /** Only of energy. */
  joules: ({ kind, integral }: Point): number | null => (kind === 'energy' ? integral / 1000 : null),
};

/** One series within one step of time, as other programs take it. */
export type Exported = { readonly [Name in keyof typeof columns]: ReturnType<(typeof columns)[Name]> };

const names = Object.keys(columns) as readonly (keyof Exported)[];

export const exportedOf = (point: Point): Exported =>
  Object.fromEntries(names.map(name => [name, columns[name](point)])) as unknown as Exported;

/** One JSON object a line. */
export const jsonLines = (rows: readonly Exported[]): string => rows.map(row => `${JSON.stringify(row)}\n`).join('');

/** What is not known is an empty field. */
export const csvRows = (rows: readonly Exported[]): string =>
  csvDocument([names, ...rows.map(row => names.map(name => String(row[name] ?? '')))]);
