/** Work that applications told by heartbeats in a period of an experiment, by unit; without a name: of units beyond those that are counted. */
export const experimentWork = {
  name: 'work told in experiments',
  sql: `
  CREATE TABLE experiment_work (
    started_ms INTEGER NOT NULL REFERENCES experiment (started_ms),
    block INTEGER NOT NULL,
    arm TEXT NOT NULL,
    unit TEXT NOT NULL,
    amount REAL NOT NULL,
    messages INTEGER NOT NULL,
    PRIMARY KEY (started_ms, block, arm, unit)
  ) STRICT, WITHOUT ROWID;
`,
};
