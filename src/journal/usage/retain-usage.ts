import type { Database } from 'better-sqlite3';
import type { Retention } from '../retention.js';
import { dayMs, quarterMs } from '../rollup/level.js';
import { type KeptLevel, type Newest, retainLevels } from '../rollup/retain-levels.js';
import { type UsageLevel, usageLevels } from './entry.js';

/** A programs' names are many in years: beyond `most` those that matter least become part of the rest, until `least` are left. */
const names = { most: 4096, least: 3072 };
/** What was used in the newest hours of the journal keeps its name. */
const recentMs = 2 * dayMs;

/** Removes users past their retention, and none that the coarser level does not have yet; then names that are too many. */
export function retainUsage(db: Database, now: number, retention: Retention, newest: Newest, bounds = names): void {
  const filled = db.prepare<[UsageLevel], number>('SELECT filled_to_ms FROM level WHERE name = ?').pluck();
  const [quarters, days] = [filled.get('usage_15min') ?? 0, filled.get('usage_1day') ?? 0];
  const kept = (level: UsageLevel, keep: number, complete: number, whole: number): KeptLevel => {
    const open = level === 'usage_1min' ? 'AND NOT (run = :run AND slot_ms >= :open)' : '';
    const oldest = `SELECT min(slot_ms) FROM ${level}`;
    return { level, keep, complete, whole, oldest, removal: `DELETE FROM ${level} WHERE slot_ms < :before ${open}` };
  };
  retainLevels(db, now, newest, [
    kept('usage_1min', retention.slot10s, quarters, quarterMs),
    kept('usage_15min', retention.slot1min, days, dayMs),
    kept('usage_1h', retention.slot15min, days, dayMs),
    kept('usage_1day', retention.slot15min, days, dayMs),
  ]);
  db.transaction(() => forget(db, bounds))();
}

function forget(db: Database, { most, least }: typeof names): void {
  const count = db.prepare<[], number>('SELECT count(*) FROM usage_name').pluck();
  if ((count.get() ?? 0) <= most) return;
  const used = usageLevels.map(level => `SELECT name FROM ${level}`).join(' UNION ');
  db.prepare(`DELETE FROM usage_name WHERE id NOT IN (${used})`).run();
  const ids = db
    .prepare<unknown[], number>(
      `SELECT n.id FROM usage_name n LEFT JOIN usage_1day d ON d.name = n.id
       WHERE n.name <> '' AND n.id NOT IN (
         SELECT name FROM usage_1min UNION
         SELECT name FROM usage_1h WHERE slot_ms >= (SELECT max(slot_ms) FROM usage_1h) - :recent)
       GROUP BY n.id ORDER BY sum(coalesce(d.millijoules, 0)), sum(d.amount), n.id LIMIT max(0, :beyond)`,
    )
    .pluck()
    .all({ recent: recentMs, beyond: (count.get() ?? 0) - least });
  if (ids.length === 0) return;
  const gone = { ids: JSON.stringify(ids) };
  const isGone = 'IN (SELECT value FROM json_each(:ids))';
  db.prepare(`INSERT OR IGNORE INTO usage_name (way, name) SELECT way, '' FROM usage_name WHERE id ${isGone}`).run(
    gone,
  );
  for (const level of usageLevels) {
    if (level === 'usage_1min') continue;
    db.prepare(
      `INSERT INTO ${level} (slot_ms, name, millijoules, amount)
       SELECT u.slot_ms, rest.id, sum(u.millijoules), sum(u.amount) FROM ${level} u
         JOIN usage_name n ON n.id = u.name JOIN usage_name rest ON rest.way = n.way AND rest.name = ''
       WHERE u.name ${isGone} GROUP BY u.slot_ms, rest.id
       ON CONFLICT DO UPDATE SET amount = amount + excluded.amount, millijoules = CASE
         WHEN millijoules IS NULL THEN excluded.millijoules ELSE millijoules + coalesce(excluded.millijoules, 0) END`,
    ).run(gone);
    db.prepare(`DELETE FROM ${level} WHERE name ${isGone}`).run(gone);
  }
  db.prepare(`DELETE FROM usage_name WHERE id ${isGone}`).run(gone);
}
