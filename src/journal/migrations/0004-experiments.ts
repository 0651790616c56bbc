/** Experiments and their periods; a period refers to its experiment by the time it started. */
export const experiments = {
  name: 'experiments',
  sql: `
  CREATE TABLE experiment (
    started_ms INTEGER PRIMARY KEY,
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    period_ms INTEGER NOT NULL,
    washout_ms INTEGER NOT NULL,
    for_ms INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    unit TEXT NOT NULL,
    ended_ms INTEGER,
    "end" TEXT
  ) STRICT;

  CREATE TABLE experiment_period (
    started_ms INTEGER NOT NULL REFERENCES experiment (started_ms),
    block INTEGER NOT NULL,
    arm TEXT NOT NULL,
    from_ms INTEGER NOT NULL,
    until_ms INTEGER NOT NULL,
    millijoules INTEGER NOT NULL,
    work REAL NOT NULL,
    measured_ms INTEGER NOT NULL,
    mean_millicelsius INTEGER,
    dropped TEXT,
    PRIMARY KEY (started_ms, block, arm)
  ) STRICT, WITHOUT ROWID;
`,
};
