const coarse = (name: string): string => `
  CREATE TABLE usage_${name} (
    slot_ms INTEGER NOT NULL,
    name INTEGER NOT NULL,
    millijoules INTEGER,
    amount INTEGER NOT NULL,
    PRIMARY KEY (slot_ms, name)
  ) STRICT, WITHOUT ROWID;`;

const history = (level: string): string => `
  CREATE VIEW history_usage_${level} AS
  SELECT u.slot_ms, n.way, n.name, u.millijoules, u.amount FROM usage_${level} u JOIN usage_name n ON n.id = u.name;`;

/**
 * Energy by who used it, in levels of its own: the largest users of each slot by name, the rest in one row. No row refers to `usage_name` by a
 * foreign key: each removal of a name would read all rows.
 */
export const usage = {
  name: 'energy by who used it',
  sql: `
  CREATE TABLE usage_name (
    id INTEGER PRIMARY KEY,
    way TEXT NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (way, name)
  ) STRICT;

  CREATE TABLE usage_1min (
    slot_ms INTEGER NOT NULL,
    run INTEGER NOT NULL REFERENCES run (id),
    part INTEGER NOT NULL,
    name INTEGER NOT NULL,
    millijoules INTEGER,
    amount INTEGER NOT NULL,
    PRIMARY KEY (slot_ms, run, part, name)
  ) STRICT, WITHOUT ROWID;
  ${coarse('15min')}
  ${coarse('1h')}
  ${coarse('1day')}
  INSERT INTO level (name) VALUES ('usage_1min'), ('usage_15min'), ('usage_1h'), ('usage_1day');
  ${history('1min')}
  ${history('15min')}
  ${history('1h')}
  ${history('1day')}
`,
};
