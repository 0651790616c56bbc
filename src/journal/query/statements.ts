/** SQL of the reader. */

export const lastRun = `
  SELECT id, started_ms AS started, until_ms AS until, ended_ms AS ended, boot_id AS bootId, version, machine, simulated
  FROM run ORDER BY id DESC LIMIT 1`;

/** The number of each scope, by one look-up in the index each. DISTINCT would read the whole index. */
const scopes = `
  WITH RECURSIVE scopes (scope) AS (
    SELECT min(scope) FROM decision_row
    UNION ALL
    SELECT (SELECT min(d.scope) FROM decision_row d WHERE d.scope > scopes.scope) FROM scopes WHERE scopes.scope IS NOT NULL
  )`;

const wantedScope = '(SELECT id FROM decision_text WHERE text = :scope)';

/**
 * Goes back from the newest row and stops at the limit, or at the first row that can overlap the span. Rows of one scope don't overlap, so that is
 * the last row of each scope that began before the span. Only the rows found are decoded.
 */
export const decisions = `
  ${scopes}
  SELECT * FROM decision WHERE id IN (
    SELECT id FROM decision_row
    WHERE id >= (
        SELECT min(coalesce(
          (SELECT id FROM decision_row WHERE scope = s.scope AND from_ms <= :since ORDER BY from_ms DESC LIMIT 1),
          (SELECT id FROM decision_row WHERE scope = s.scope ORDER BY from_ms LIMIT 1)))
        FROM scopes s WHERE s.scope IS NOT NULL AND (:scope IS NULL OR s.scope = ${wantedScope}))
      AND (:scope IS NULL OR scope = ${wantedScope}) AND from_ms < :until AND from_ms + held_ms >= :since
    ORDER BY id DESC LIMIT :limit)
  ORDER BY id DESC`;

export const newestDecisions = `
  ${scopes}, newest (run) AS (SELECT id >> 32 FROM decision_row ORDER BY id DESC LIMIT 1)
  SELECT d.* FROM scopes s JOIN decision d ON d.id = (
    SELECT id FROM decision_row WHERE scope = s.scope AND id >> 32 = (SELECT run FROM newest)
    ORDER BY from_ms DESC, id DESC LIMIT 1)
  ORDER BY d.scope`;

export const events = `
  SELECT run, at_ms, kind, what, detail FROM event
  WHERE at_ms >= :since AND at_ms < :until ORDER BY id DESC LIMIT :limit`;

export const eventsOfKinds = `
  SELECT run, at_ms, kind, what, detail FROM event
  WHERE at_ms >= :since AND at_ms < :until AND kind IN (SELECT value FROM json_each(:kinds)) ORDER BY id DESC LIMIT :limit`;

export const newestEvent = `
  SELECT run, at_ms, kind, what, detail FROM event
  WHERE kind = :kind AND at_ms < :until ORDER BY id DESC LIMIT 1`;

/** By scope, so that the index is used. */
export const decisionCounts = `
  ${scopes}
  SELECT d.from_ms - d.from_ms % :step AS at, count(*) AS count
  FROM scopes s CROSS JOIN decision_row d ON d.scope = s.scope AND d.from_ms >= :since AND d.from_ms < :until
  WHERE s.scope IS NOT NULL GROUP BY at`;

export const countEvents = `
  SELECT count(*) FROM event WHERE kind = :kind AND what = :what AND at_ms >= :since AND at_ms < :until`;

export const gaps = `
  SELECT run, from_ms AS "from", until_ms AS until, why FROM gap
  WHERE from_ms < :until AND until_ms >= :since ORDER BY id DESC LIMIT :limit`;

export const inventory = 'SELECT at_ms AS at, facts FROM machine ORDER BY id DESC LIMIT 1';
