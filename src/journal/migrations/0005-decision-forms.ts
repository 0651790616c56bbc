import type { Database } from 'better-sqlite3';

/** Decisions are most of a journal: what repeats in them is stored once. */

const text = (column: string): string => `(SELECT text FROM decision_text WHERE id = r.${column}) AS ${column}`;

const figure = "json_extract('[' || r.figures || ']', '$[' || f.value || ']')";

/** Replaces a place by its figure; a whole number is shown whole, however short it was written ("46e5"). */
const filled = `
  CASE WHEN f.type <> 'integer' THEN f.value
    WHEN ${figure} = CAST(${figure} AS INTEGER) THEN CAST(${figure} AS INTEGER) ELSE ${figure} END`;

/**
 * 1. `decision_text` holds words and limits; `decision_form` holds reasons and features as JSON with places instead of numbers.
 * 2. `decision_row` refers to them and holds the numbers for the places in `figures`, separated by commas.
 * 3. The view `decision` shows the columns of version 1.
 */
export const decisionForms = {
  name: 'decision texts and forms',
  sql: `
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
`,
  convert,
};

/** A decision of version 4, as far as its values are converted. */
interface OldDecision {
  readonly id: number;
  readonly run: number;
  readonly key: number;
  readonly scope: string;
  readonly from_ms: number;
  readonly until_ms: number;
  readonly ticks: number;
  readonly mode: string;
  readonly profile: string;
  readonly before: string;
  readonly after: string;
  readonly readback: string | null;
  readonly reasons: string;
  readonly features: string;
}

type Facts = Readonly<Record<string, number | string | null>>;

/** Rows in memory at once. */
const chunk = 1000;

/** Moves the decisions of version 4 into the new tables. */
function convert(db: Database): void {
  const texts = numbers(db, 'decision_text', ['text']);
  const forms = numbers(db, 'decision_form', ['reasons', 'features']);
  const insert = db.prepare(`
    INSERT INTO decision_row (id, scope, from_ms, held_ms, ticks, govern, profile, before, after, readback, form, figures)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const next = db.prepare<[number, number], OldDecision>(
    'SELECT * FROM decision_before WHERE id > ? ORDER BY id LIMIT ?',
  );
  for (let rows = next.all(0, chunk); rows.length > 0; rows = next.all(rows.at(-1)?.id ?? 0, chunk)) {
    for (const row of rows) {
      const { reasons, features, figures } = encode(row);
      const id = row.run * 2 ** 32 + row.key;
      const [held, govern] = [row.until_ms - row.from_ms, row.mode === 'govern' ? 1 : 0];
      const [profile, before, after] = [texts(row.profile), texts(compact(row.before)), texts(compact(row.after))];
      const readback = row.readback === null ? null : texts(compact(row.readback));
      const form = forms(reasons, features);
      const scope = texts(row.scope);
      insert.run(id, scope, row.from_ms, held, row.ticks, govern, profile, before, after, readback, form, figures);
    }
  }
  db.exec('DROP TABLE decision_before');
}

const compact = (json: string): string => JSON.stringify(JSON.parse(json));

/** Ids of texts, each given when the text is first seen; `columns` are unique together. */
function numbers(db: Database, table: string, columns: readonly string[]): (...words: readonly string[]) => number {
  const add = db.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`);
  const wanted = columns.map(column => `${column} = ?`).join(' AND ');
  const find = db.prepare<unknown[], number>(`SELECT id FROM ${table} WHERE ${wanted}`).pluck();
  return (...words) => find.get(...words) ?? Number(add.run(...words).lastInsertRowid);
}

/** Reasons and features with places instead of numbers, and the numbers. Equal facts of two reasons share their places. */
function encode(row: OldDecision): { readonly reasons: string; readonly features: string; readonly figures: string } {
  const figures: string[] = [];
  const place = (value: number): number => figures.push(shortest(value)) - 1;
  const placeOrNull = (value: number | null): number | null =>
    value !== null && Number.isFinite(value) ? place(value) : null;
  const known = new Map<string, Facts>();
  const placed = (facts: Facts): Facts => {
    const text = JSON.stringify(facts);
    let made = known.get(text);
    if (made === undefined) {
      made = Object.fromEntries(
        Object.entries(facts).map(([name, value]) => [name, typeof value === 'string' ? value : placeOrNull(value)]),
      );
      known.set(text, made);
    }
    return made;
  };
  const reasons = (JSON.parse(row.reasons) as { readonly facts: Facts }[]).map(reason => ({
    ...reason,
    facts: placed(reason.facts),
  }));
  const features = JSON.parse(row.features) as Readonly<Record<string, number>>;
  const finite = Object.entries(features).filter(([, value]) => Number.isFinite(value));
  const shown = finite.map(([name, value]) => [name, place(Number(value.toPrecision(4)))]);
  return {
    reasons: JSON.stringify(reasons),
    features: JSON.stringify(Object.fromEntries(shown)),
    figures: figures.join(','),
  };
}

/** A number as JSON: 4600000 is 46e5. */
function shortest(value: number): string {
  const text = JSON.stringify(value);
  const [, digits, zeros] = /^(-?\d*[1-9])(0{3,})$/.exec(text) ?? [];
  return digits === undefined || zeros === undefined ? text : `${digits}e${zeros.length}`;
}
