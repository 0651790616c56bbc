import type { Database, Statement } from 'better-sqlite3';
import { type LevelName, levelMs, levelNames } from '../rollup/level.js';
import { type Coverage, type Stretch, stretches } from '../rollup/stretches.js';
import type { Conditions, Series, SeriesKind } from '../write-model.js';

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

/** What was in force within the step of time that begins `at`, and for how much of it that was measured. */
export interface InForce extends Pick<Conditions, 'mode' | 'profile' | 'source'> {
  readonly at: number;
  readonly measuredMs: number;
}

interface LevelRow {
  readonly name: LevelName;
  readonly kept_from_ms: number;
  readonly filled_to_ms: number;
}

/** Which series are asked for. */
export type Wanted = (series: Series) => boolean;

/** CROSS JOIN fixes the order: first the parts, then the few series, which begin the key of the coarse levels. 10 s are found by time alone. */
const rowsOf = (level: LevelName, i: number): string => `
  SELECT span, slot_ms, q.series, conditions, integral, measured_ms, min, max FROM part
  ${
    level === 'slot_10s'
      ? `CROSS JOIN ${level} q ON q.series IN (SELECT value FROM json_each(:ids))`
      : `CROSS JOIN json_each(:ids) s CROSS JOIN ${level} q ON q.series = s.value`
  } AND q.slot_ms >= first AND q.slot_ms < past WHERE level = ${i}`;

/** All slots of all parts by numbers. The names of series and conditions are looked up for each sum, not for each row. */
const slots = `
  WITH part AS MATERIALIZED (
    SELECT value ->> 0 AS span, value ->> 1 AS level, value ->> 2 AS first, value ->> 3 AS past FROM json_each(:parts))
  SELECT %s, sum(integral), sum(measured_ms), min(min), max(max) FROM (${levelNames.map(rowsOf).join(' UNION ALL ')})`;

const sums = `${slots.replace('%s', 'span, series, conditions')} GROUP BY span, series, conditions`;
const inForce = `${slots.replace('%s', 'slot_ms - slot_ms % :step AS at, conditions')} GROUP BY at, conditions`;
const points = `${slots.replace('%s', 'slot_ms - slot_ms % :step AS at, series')} GROUP BY at, series`;

type Figures = [integral: number, measuredMs: number, min: number | null, max: number | null];

/** Measured values, from the level that still has them. */
export class History {
  private readonly db: Database;
  private readonly prepared = new Map<string, Statement<unknown[]>>();

  constructor(db: Database) {
    this.db = db;
  }

  /** The sums of each span, in order; how a span's ends are rounded is said in stretches.ts. */
  sums(spans: readonly { readonly from: number; readonly until: number }[], want: Wanted): Sum[][] {
    const [coverage, series, conditions] = [this.coverage(), this.series(want), this.conditions()];
    const parts = spans.flatMap(({ from, until }, span) => stretches(from, until, coverage).map(s => part(s, span)));
    const out: Sum[][] = spans.map(() => []);
    for (const row of this.prepare(sums)
      .raw()
      .iterate({ parts: JSON.stringify(parts), ids: idsOf(series) })) {
      const [span, id, under, integral, measuredMs, min, max] = row as [number, number, number, ...Figures];
      const [of, at] = [series.get(id), conditions.get(under)];
      if (of === undefined || at === undefined) continue;
      const { mode, profile, source, governor } = at;
      // Written out: spreading three objects takes longer than the whole query.
      const sum = { kind: of.kind, name: of.name, mode, profile, source, governor, integral, measuredMs, min, max };
      out[span]?.push(sum);
    }
    return out;
  }

  /** By steps of `step` ms of UTC, in order of time, from a level that is no coarser if one is still kept. */
  points(since: number, until: number, step: number, want: Wanted): Point[] {
    const series = this.series(want);
    const parts = stretches(since, until, this.coverage(), step).map(s => part(s, 0));
    const rows = this.prepare(points)
      .raw()
      .all({ parts: JSON.stringify(parts), ids: idsOf(series), step });
    return rows.flatMap((row): Point[] => {
      const [at, id, integral, measuredMs, min, max] = row as [number, number, ...Figures];
      const of = series.get(id);
      return of === undefined ? [] : [{ at, kind: of.kind, name: of.name, integral, measuredMs, min, max }];
    });
  }

  /** Conditions by steps of `step` ms of UTC, in order of time, as far as a series of these was measured; time counts once for each of them. */
  inForce(since: number, until: number, step: number, want: Wanted): InForce[] {
    const [ids, conditions] = [idsOf(this.series(want)), this.conditions()];
    const parts = stretches(since, until, this.coverage(), step).map(s => part(s, 0));
    const rows = this.prepare(inForce)
      .raw()
      .all({ parts: JSON.stringify(parts), ids, step });
    return rows.flatMap((row): InForce[] => {
      const [at, id, , measuredMs] = row as [number, number, ...Figures];
      const under = conditions.get(id);
      if (under === undefined) return [];
      const { mode, profile, source } = under;
      return [{ at, mode, profile, source, measuredMs }];
    });
  }

  /** The smallest step, at least `step`, for which every part of the span has a level. */
  finestStep(since: number, until: number, step: number): number {
    return Math.max(step, ...stretches(since, until, this.coverage(), step).map(({ level }) => levelMs[level]));
  }

  /** When the first and the last kept slot begin; undefined if there is none. */
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

  private series(want: Wanted): Map<number, Series> {
    const all = this.all<Series & { readonly id: number }>('SELECT id, kind, name FROM series').filter(want);
    return new Map(all.map(({ id, kind, name }) => [id, { kind, name }]));
  }

  private conditions(): Map<number, Conditions> {
    const all = this.all<Conditions & { readonly id: number }>(
      'SELECT id, mode, profile, source, governor FROM conditions',
    );
    return new Map(all.map(({ id, ...conditions }) => [id, conditions]));
  }

  private all<Row>(sql: string): Row[] {
    return this.prepare(sql).all() as Row[];
  }

  private prepare(sql: string): Statement<unknown[]> {
    const statement = this.prepared.get(sql) ?? this.db.prepare(sql);
    this.prepared.set(sql, statement);
    return statement;
  }

  private coverage(): Coverage {
    const rows = this.all<LevelRow>('SELECT name, kept_from_ms, filled_to_ms FROM level');
    const of = (name: LevelName): LevelRow | undefined => rows.find(row => row.name === name);
    return {
      kept10s: of('slot_10s')?.kept_from_ms ?? 0,
      kept1min: of('slot_1min')?.kept_from_ms ?? 0,
      filled15min: of('slot_15min')?.filled_to_ms ?? 0,
      filled1h: of('slot_1h')?.filled_to_ms ?? 0,
      filled1day: of('slot_1day')?.filled_to_ms ?? 0,
    };
  }
}

const idsOf = (series: ReadonlyMap<number, Series>): string => JSON.stringify([...series.keys()]);

const part = ({ level, from, until }: Stretch, span: number): number[] => [
  span,
  levelNames.indexOf(level),
  from,
  until,
];
