/** Version 3: what stays of decisions that are kept no more, by day of UTC. `because` names the rules that bound them. */
export const schemaVersion3 = `
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
`;
