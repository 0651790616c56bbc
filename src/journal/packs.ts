import type { Database } from 'better-sqlite3';
import { quarterMs } from './level.js';
import { decisionOf } from './line.js';
import { unpacked } from './pack.js';
import type { StoredDecision } from './stored.js';

interface PackRow {
  readonly id: number;
  readonly scope: string;
  readonly content: Buffer;
}

const within = 'until_ms >= :since AND from_ms < :until';
const newestFirst = `
  SELECT id, scope, content FROM decision_pack WHERE id IN (
    SELECT id FROM decision_pack WHERE ${within} AND (:scope IS NULL OR scope = :scope)) ORDER BY id DESC`;
const quarters = `
  SELECT q.value ->> 0 - q.value ->> 0 % :step AS at, sum(q.value ->> 1) AS count
  FROM decision_pack, json_each(quarters) q
  WHERE ${within} AND q.value ->> 0 >= :since AND q.value ->> 0 < :until GROUP BY at`;

export interface Count {
  readonly at: number;
  readonly count: number;
}

/** Decisions that were packed (pack-decisions.ts), as if they were not. */
export class Packs {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /** The newest `limit` of `rows`, which are sorted so, and of those packed that held within the span. */
  among(
    rows: readonly StoredDecision[],
    { since, until, limit, scope }: { since: number; until: number; limit: number; scope: string | null },
  ): StoredDecision[] {
    let found = [...rows];
    for (const pack of this.db.prepare<object, PackRow>(newestFirst).iterate({ since, until, scope })) {
      const last = found[limit - 1];
      if (last !== undefined && last.id > pack.id) break;
      for (const line of unpacked(pack.content))
        if (line.from < until && line.from + line.held >= since) found.push(decisionOf(pack.scope, line));
      found = found.sort((a, b) => b.id - a.id).slice(0, limit);
    }
    return found;
  }

  /** `counts`, and what began of those packed in each step of `step` ms; the span's ends are taken to whole quarters where the steps are made of those. */
  counted(counts: readonly Count[], since: number, until: number, step: number): Count[] {
    const all = new Map(counts.map(({ at, count }) => [at, count]));
    const add = ({ at, count }: Count): void => void all.set(at, (all.get(at) ?? 0) + count);
    if (step % quarterMs === 0) {
      for (const count of this.db.prepare<object, Count>(quarters).all({ since, until, step })) add(count);
    } else {
      for (const { content } of this.db.prepare<object, PackRow>(newestFirst).iterate({ since, until, scope: null }))
        for (const { from } of unpacked(content))
          if (from >= since && from < until) add({ at: from - (from % step), count: 1 });
    }
    return [...all].map(([at, count]) => ({ at, count })).sort((a, b) => a.at - b.at);
  }
}
