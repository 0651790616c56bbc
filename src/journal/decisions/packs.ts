import type { Database, Statement } from 'better-sqlite3';
import { JournalError } from '../errors.js';
import type { StoredDecision } from '../read-model.js';
import { quarterMs } from '../rollup/level.js';
import { type DecisionRecord, decisionOf } from './decision-record.js';
import { checkPack, type PackRow, unpacked } from './pack.js';

const within = 'until_ms >= :since AND from_ms < :until';
const newestFirst = `
  SELECT id, scope, content FROM decision_pack WHERE id IN (
    SELECT id FROM decision_pack WHERE ${within} AND (:scope IS NULL OR scope = :scope)) ORDER BY id DESC`;
/** Packs that lie completely within the span. */
const whole = 'from_ms >= :since AND until_ms < :until';
const quarters = `
  SELECT q.value ->> 0 - q.value ->> 0 % :step AS at, sum(q.value ->> 1) AS count
  FROM decision_pack, json_each(quarters) q WHERE ${whole} GROUP BY at`;
const edges = `SELECT id, scope, content FROM decision_pack WHERE ${within} AND NOT (:whole AND ${whole})`;

export interface Count {
  readonly at: number;
  readonly count: number;
}

/** Reads packed decisions (pack-decisions.ts) as if they were rows. Use one transaction for it and for the rows, which may become packs meanwhile. */
export class Packs {
  private readonly path: string;
  private readonly newestFirst: Statement<object, PackRow>;
  private readonly edges: Statement<object, PackRow>;
  private readonly quarters: Statement<object, Count>;
  private readonly all: Statement<[], PackRow>;

  constructor(db: Database, path: string) {
    this.path = path;
    this.newestFirst = db.prepare(newestFirst);
    this.edges = db.prepare(edges);
    this.quarters = db.prepare(quarters);
    this.all = db.prepare('SELECT id, scope, content FROM decision_pack');
  }

  /** The newest `limit` of `rows` (newest first) and of the packed decisions that were in force within the span. */
  among(
    rows: readonly StoredDecision[],
    { since, until, limit, scope }: { since: number; until: number; limit: number; scope: string | null },
  ): StoredDecision[] {
    let found = [...rows];
    for (const pack of this.newestFirst.iterate({ since, until, scope })) {
      const last = found.length < limit ? undefined : found[limit - 1];
      if (last !== undefined && last.id > pack.id) break;
      const inSpan = this.records(pack).filter(({ from, durationMs }) => from < until && from + durationMs >= since);
      for (const record of inSpan.slice(-limit)) found.push(decisionOf(pack.scope, record));
      // Only when there are enough: sorting after each pack would take longer than reading it.
      if (found.length >= limit) found = newest(found, limit);
    }
    return newest(found, limit);
  }

  /** `counts` plus the packed decisions that began in each step of `step` ms. */
  counted(counts: readonly Count[], since: number, until: number, step: number): Count[] {
    const all = new Map(counts.map(({ at, count }) => [at, count]));
    const add = ({ at, count }: Count): void => void all.set(at, (all.get(at) ?? 0) + count);
    const inQuarters = step % quarterMs === 0;
    if (inQuarters) for (const count of this.quarters.all({ since, until, step })) add(count);
    for (const pack of this.edges.iterate({ since, until, whole: Number(inQuarters) }))
      for (const { from } of this.records(pack))
        if (from >= since && from < until) add({ at: from - (from % step), count: 1 });
    return [...all].map(([at, count]) => ({ at, count })).sort((a, b) => a.at - b.at);
  }

  /** Damaged packs, in words. SQLite has no checksum of its rows, a pack has one. */
  damage(): string[] {
    const found: string[] = [];
    for (const pack of this.all.iterate()) {
      try {
        this.read(pack, checkPack);
      } catch (error) {
        found.push(error instanceof Error ? error.message : String(error));
      }
    }
    return found;
  }

  /** In the order of their ids. */
  private records(pack: PackRow): DecisionRecord[] {
    return this.read(pack, unpacked);
  }

  private read<T>({ id, content }: PackRow, how: (content: Uint8Array) => T): T {
    try {
      return how(content);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new JournalError(this.path, `decision_pack ${id} can't be unpacked (${why}); expected deflated JSON`);
    }
  }
}

const newest = (decisions: StoredDecision[], limit: number): StoredDecision[] =>
  decisions.sort((a, b) => b.id - a.id).slice(0, limit);
