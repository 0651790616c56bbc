/** Version 5: decisions are most of a journal, so what recurs in them stands once. */

/** Key of a row: its run above 32 bits, the key within the run below, so that both need no index of their own. */
export const decisionId = (run: number, key: number): number => run * 2 ** 32 + key;

/** The inverse of decisionId. */
export const decisionRun = (id: number): { readonly run: number; readonly key: number } => ({
  run: Math.floor(id / 2 ** 32),
  key: id % 2 ** 32,
});

const text = (column: string): string => `(SELECT text FROM decision_text WHERE id = r.${column}) AS ${column}`;

const figure = "json_extract('[' || r.figures || ']', '$[' || f.value || ']')";

/** A place becomes the figure that stands there; a whole one is shown whole, however short it was written ("46e5"). */
const filled = `
  CASE WHEN f.type <> 'integer' THEN f.value
    WHEN ${figure} = CAST(${figure} AS INTEGER) THEN CAST(${figure} AS INTEGER) ELSE ${figure} END`;

/**
 * 1. `decision_text` holds words and limits, `decision_form` reasons and features as JSON with places instead of numbers.
 * 2. `decision_row` refers to them and holds the numbers for the places, in `figures`, separated by commas.
 * 3. `decision` shows all of it as version 1 kept it.
 */
export const schemaVersion5 = `
  ALTER TABLE decision RENAME TO decision_before;
  DROP INDEX decision_scope_from;

  CREATE TABLE decision_text (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
  ) STRICT;

  CREATE TABLE decision_form (
    id INTEGER PRIMARY KEY,
    reasons TEXT NOT NULL,
    features TEXT NOT NULL,
    UNIQUE (reasons, features)
  ) STRICT;

  CREATE TABLE decision_row (
    id INTEGER PRIMARY KEY,
    scope INTEGER NOT NULL,
    from_ms INTEGER NOT NULL,
    held_ms INTEGER NOT NULL,
    ticks INTEGER NOT NULL,
    govern INTEGER NOT NULL,
    profile INTEGER NOT NULL,
    before INTEGER NOT NULL,
    after INTEGER NOT NULL,
    readback INTEGER,
    form INTEGER NOT NULL,
    figures TEXT NOT NULL
  ) STRICT;
  CREATE INDEX decision_row_scope_from ON decision_row (scope, from_ms);

  CREATE VIEW decision AS
  SELECT id, id >> 32 AS run, id & 4294967295 AS key, ${text('scope')}, from_ms, from_ms + held_ms AS until_ms, ticks,
    CASE govern WHEN 1 THEN 'govern' ELSE 'observe' END AS mode, ${text('profile')},
    ${text('before')}, ${text('after')}, ${text('readback')},
    (SELECT json_group_array(json_set(said.value, '$.facts', json((
        SELECT json_group_object(f.key, ${filled}) FROM json_each(said.value, '$.facts') f))))
      FROM decision_form form, json_each(form.reasons) said WHERE form.id = r.form) AS reasons,
    (SELECT json_group_object(f.key, ${filled})
      FROM decision_form form, json_each(form.features) f WHERE form.id = r.form) AS features
  FROM decision_row r;
`;
