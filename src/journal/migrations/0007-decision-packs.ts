/**
 * Older decisions, many to a row. `id` is the id of the newest one, `first_end_ms` the time when the first one ended (from then on the pack can be
 * removed), `quarters` a JSON list of [quarter of an hour in ms, decisions that began in it].
 */
export const decisionPacks = {
  name: 'packs of old decisions',
  sql: `
  CREATE TABLE decision_pack (
    id INTEGER PRIMARY KEY,
    scope TEXT NOT NULL,
    from_ms INTEGER NOT NULL,
    first_end_ms INTEGER NOT NULL,
    until_ms INTEGER NOT NULL,
    quarters TEXT NOT NULL,
    content BLOB NOT NULL
  ) STRICT;
  CREATE INDEX decision_pack_until ON decision_pack (until_ms, from_ms);
  CREATE INDEX decision_pack_first_end ON decision_pack (first_end_ms);
`,
};
