/**
 * Version 7: decisions of some days ago, many to a row. `id` is that of the newest one, `first_end_ms` when the first ended, which is when the pack begins
 * to go, `quarters` a JSON list of [quarter of an hour in ms, how many began in it].
 */
export const schemaVersion7 = `
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
`;
