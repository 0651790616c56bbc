/** A summary of removed decisions, by day of UTC. `because` lists the rules that bound them. */
export const decisionDays = {
  name: 'daily summaries of decisions',
  sql: `
  CREATE TABLE decision_day (
    day_ms INTEGER NOT NULL,
    scope TEXT NOT NULL,
    mode TEXT NOT NULL,
    profile TEXT NOT NULL,
    because TEXT NOT NULL,
    decisions INTEGER NOT NULL,
    ticks INTEGER NOT NULL,
    held_ms INTEGER NOT NULL,
    PRIMARY KEY (day_ms, scope, mode, profile, because)
  ) STRICT, WITHOUT ROWID;
`,
};
