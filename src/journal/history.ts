import type { Database } from 'better-sqlite3';
import type { Conditions, SeriesKind } from './entries.js';
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

const summed = 'sum(integral) AS integral, sum(measured_ms) AS measuredMs, min(q.min) AS "min", max(q.max) AS "max"';

/** CROSS JOIN: the few series come first, each found by the coarse levels' key; 10 s is read by time. */
const rowsOf = ({ level }: Stretch): string =>
  level === 'slot_10s'
    ? `slot_10s q CROSS JOIN series s ON s.id = q.series`
    : `series s CROSS JOIN ${level} q ON q.series = s.id`;

const wanted = 'q.slot_ms >= :from AND q.slot_ms < :until AND s.kind IN (SELECT value FROM json_each(:kinds))';

/** What was measured, from whichever level still has it. */
export class History {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /** Sums over each whole span, one after the other; a span's edges are rounded as stretches.ts tells. */
  sums(spans: readonly { readonly from: number; readonly until: number }[], kinds: readonly SeriesKind[]): Sum[][] {
    const reach = this.reach();
    return spans.map(({ from, until }) => merged(stretches(from, until, reach).flatMap(s => this.sum(s, kinds))));
  }

  /** By steps of `stepMs`, in time's order. */
  points(since: number, until: number, stepMs: number, kinds: readonly SeriesKind[]): Point[] {
    const points = stretches(since, until, this.reach()).flatMap(stretch =>
      this.db
        .prepare<unknown[], Point>(
          `SELECT slot_ms - slot_ms % :step AS at, kind, name, ${summed} FROM ${rowsOf(stretch)}
           WHERE ${wanted} GROUP BY at, s.id ORDER BY at, s.id`,
        )
        .all({ ...span(stretch, kinds), step: stepMs }),
    );
    return joined(points, ({ at, kind, name }) => `${at} ${kind} ${name}`).sort((a, b) => a.at - b.at);
  }

  /** When the first and the last slot begin that are kept of these kinds; undefined where none is. */
  extent(kinds: readonly SeriesKind[]): { readonly from: number; readonly until: number } | undefined {
    const ends = (['slot_15min', 'slot_1min', 'slot_10s'] as const).flatMap(level =>
      this.db
        .prepare<unknown[], { readonly from: number | null; readonly until: number | null }>(
          `SELECT min(q.slot_ms) AS "from", max(q.slot_ms) AS until
           FROM series s CROSS JOIN ${level} q ON q.series = s.id WHERE s.kind IN (SELECT value FROM json_each(?))`,
        )
        .all(JSON.stringify(kinds)),
    );
    const froms = ends.flatMap(({ from }) => (from === null ? [] : [from]));
    const untils = ends.flatMap(({ until }) => (until === null ? [] : [until]));
    return froms.length === 0 ? undefined : { from: Math.min(...froms), until: Math.max(...untils) };
  }

  private sum(stretch: Stretch, kinds: readonly SeriesKind[]): Sum[] {
    return this.db
      .prepare<unknown[], Sum>(
        `SELECT kind, name, mode, profile, source, governor, ${summed}
         FROM ${rowsOf(stretch)} JOIN conditions c ON c.id = q.conditions
         WHERE ${wanted} GROUP BY s.id, c.id`,
      )
      .all(span(stretch, kinds));
  }

  private reach(): Reach {
    const rows = this.db.prepare<[], ReachRow>('SELECT name, kept_from_ms, filled_to_ms FROM level').all();
    const of = (name: LevelName): ReachRow | undefined => rows.find(row => row.name === name);
    return {
      kept10s: of('slot_10s')?.kept_from_ms ?? 0,
      kept1min: of('slot_1min')?.kept_from_ms ?? 0,
      filled15min: of('slot_15min')?.filled_to_ms ?? 0,
    };
  }
}

const span = ({ from, until }: Stretch, kinds: readonly SeriesKind[]) => ({
  from,
  until,
  kinds: JSON.stringify(kinds),
});

const merged = (sums: readonly Sum[]): Sum[] =>
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
