/** The first tables. People can read them with sqlite3: rows hold words and JSON, times are UTC milliseconds, energies whole millijoules. */
export const firstTables = {
  name: 'first tables',
  sql: `
  CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    started_ms INTEGER NOT NULL,
    until_ms INTEGER NOT NULL,
    ended_ms INTEGER,
    boot_id TEXT NOT NULL,
    version TEXT NOT NULL,
    machine TEXT NOT NULL,
    simulated INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE decision (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run (id),
    key INTEGER NOT NULL,
    scope TEXT NOT NULL,
    from_ms INTEGER NOT NULL,
    until_ms INTEGER NOT NULL,
    ticks INTEGER NOT NULL,
    mode TEXT NOT NULL,
    profile TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    readback TEXT,
    reasons TEXT NOT NULL,
    features TEXT NOT NULL,
    UNIQUE (run, key)
  ) STRICT;
  CREATE INDEX decision_scope_from ON decision (scope, from_ms);

  CREATE TABLE energy_10s (
    slot_ms INTEGER NOT NULL,
    domain TEXT NOT NULL,
    run INTEGER NOT NULL REFERENCES run (id),
    millijoules INTEGER NOT NULL,
    measured_ms INTEGER NOT NULL,
    max_milliwatts INTEGER NOT NULL,
    max_millicelsius INTEGER,
    PRIMARY KEY (slot_ms, domain, run)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE gap (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run (id),
    from_ms INTEGER NOT NULL,
    until_ms INTEGER NOT NULL,
    why TEXT NOT NULL
  ) STRICT;

  CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run (id),
    at_ms INTEGER NOT NULL,
    kind TEXT NOT NULL,
    what TEXT NOT NULL,
    detail TEXT NOT NULL
  ) STRICT;

  CREATE TABLE machine (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run (id),
    at_ms INTEGER NOT NULL,
    facts TEXT NOT NULL
  ) STRICT;
`,
};
