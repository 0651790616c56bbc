import type { Database, Statement } from 'better-sqlite3';
import type { Conditions, Series, SeriesKind } from './entries.js';
import { type LevelName, type Reach, type Stretch, stretches } from './stretches.js';

/** A series under the same conditions, summed over the slots of a span. */
export interface Sum extends Conditions {
  readonly kind: SeriesKind;
  readonly name: string;
  readonly integral: number;
  readonly measuredMs: number;
  readonly min: number | null;
  readonly max: number | null;
}

/** A series within the step of time that begins `at`, whatever the conditions. */
export interface Point {
  readonly at: number;
  readonly kind: SeriesKind;
  readonly name: string;
  readonly integral: number;
  readonly measuredMs: number;
  readonly min: number | null;
  readonly max: number | null;
}

interface ReachRow {
  readonly name: LevelName;
  readonly kept_from_ms: number;
  readonly filled_to_ms: number;
}

/** Which series are asked for. */
export type Wanted = (series: Series) => boolean;

const summed = 'sum(integral) AS integral, sum(measured_ms) AS measuredMs, min(q.min) AS "min", max(q.max) AS "max"';

/** CROSS JOIN: the few series come first, each found by the coarse levels' key; 10 s is read by time. */
const rowsOf = (level: LevelName): string =>
  level === 'slot_10s'
    ? 'slot_10s q CROSS JOIN series s ON s.id = q.series'
    : `series s CROSS JOIN ${level} q ON q.series = s.id`;

const wanted = 'q.slot_ms >= :from AND q.slot_ms < :until AND s.id IN (SELECT value FROM json_each(:ids))';

const sumsOf = (level: LevelName): string => `
  SELECT kind, name, mode, profile, source, governor, ${summed}
  FROM ${rowsOf(level)} JOIN conditions c ON c.id = q.conditions WHERE ${wanted} GROUP BY s.id, c.id`;

const pointsOf = (level: LevelName): string => `
  SELECT slot_ms - slot_ms % :step AS at, kind, name, ${summed} FROM ${rowsOf(level)} WHERE ${wanted} GROUP BY at, s.id`;

/** What was measured, from whichever level still has it. */
export class History {
  private readonly db: Database;
  private readonly prepared = new Map<string, Statement<unknown[]>>();

  constructor(db: Database) {
    this.db = db;
  }

  /** Sums over each whole span, one after the other; a span's edges are rounded as stretches.ts tells. */
  sums(spans: readonly { readonly from: number; readonly until: number }[], want: Wanted): Sum[][] {
    const [reach, ids] = [this.reach(), this.ids(want)];
    return spans.map(({ from, until }) =>
      mergedSums(stretches(from, until, reach).flatMap(s => this.all<Sum>(sumsOf(s.level), { ...edges(s), ids }))),
    );
  }

  /** By steps of `step` ms of UTC, in time's order, from a level no coarser than that as far as one is kept. */
  points(since: number, until: number, step: number, want: Wanted): Point[] {
    const ids = this.ids(want);
    const points = stretches(since, until, this.reach(), step).flatMap(s =>
      this.all<Point>(pointsOf(s.level), { ...edges(s), ids, step }),
    );
    return joined(points, ({ at, kind, name }) => `${at} ${kind} ${name}`).sort((a, b) => a.at - b.at);
  }

  /** When the first and the last slot begin that are kept; undefined where none is. */
  extent(): { readonly from: number; readonly until: number } | undefined {
    const ends = (['slot_15min', 'slot_1min'] as const).flatMap(level => [
      ...this.all<{ readonly at: number | null }>(
        `SELECT min((SELECT min(slot_ms) FROM ${level} WHERE series = s.id)) AS at FROM series s`,
      ),
      ...this.all<{ readonly at: number | null }>(
        `SELECT max((SELECT max(slot_ms) FROM ${level} WHERE series = s.id)) AS at FROM series s`,
      ),
    ]);
    ends.push(...this.all<{ readonly at: number | null }>('SELECT min(slot_ms) AS at FROM slot_10s'));
    ends.push(...this.all<{ readonly at: number | null }>('SELECT max(slot_ms) AS at FROM slot_10s'));
    const known = ends.flatMap(({ at }) => (at === null ? [] : [at]));
    return known.length === 0 ? undefined : { from: Math.min(...known), until: Math.max(...known) };
  }

  private ids(want: Wanted): string {
    const all = this.all<Series & { readonly id: number }>('SELECT id, kind, name FROM series');
    return JSON.stringify(all.filter(want).map(({ id }) => id));
  }

  private all<Row>(sql: string, ...bound: readonly unknown[]): Row[] {
    let statement = this.prepared.get(sql);
    if (statement === undefined) {
      statement = this.db.prepare<unknown[], unknown>(sql);
      this.prepared.set(sql, statement);
    }
    return statement.all(...bound) as Row[];
  }

  private reach(): Reach {
    const rows = this.all<ReachRow>('SELECT name, kept_from_ms, filled_to_ms FROM level');
    const of = (name: LevelName): ReachRow | undefined => rows.find(row => row.name === name);
    return {
      kept10s: of('slot_10s')?.kept_from_ms ?? 0,
      kept1min: of('slot_1min')?.kept_from_ms ?? 0,
      filled15min: of('slot_15min')?.filled_to_ms ?? 0,
    };
  }
}

const edges = ({ from, until }: Stretch) => ({ from, until });

/** Sums of one series under the same conditions become one. */
export const mergedSums = (sums: readonly Sum[]): Sum[] =>
  joined(sums, s => [s.kind, s.name, s.mode, s.profile, s.source, s.governor].join(' ')).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );

type Figures = Pick<Sum, 'integral' | 'measuredMs' | 'min' | 'max'>;

/** Rows of different levels that tell of the same are one. */
function joined<T extends Figures>(rows: readonly T[], keyOf: (row: T) => string): T[] {
  const out = new Map<string, T>();
  for (const row of rows) {
    const key = keyOf(row);
    const before = out.get(key);
    out.set(key, before === undefined ? row : { ...row, ...together(before, row) });
  }
  return [...out.values()];
}

const together = (a: Figures, b: Figures): Figures => ({
  integral: a.integral + b.integral,
  measuredMs: a.measuredMs + b.measuredMs,
  min: extreme(Math.min, a.min, b.min),
  max: extreme(Math.max, a.max, b.max),
});

const extreme = (of: (a: number, b: number) => number, a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : of(a, b);
