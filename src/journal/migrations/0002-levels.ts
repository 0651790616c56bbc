const coarse = (name: string): string => `
  CREATE TABLE ${name} (
    series INTEGER NOT NULL REFERENCES series (id),
    slot_ms INTEGER NOT NULL,
    conditions INTEGER NOT NULL REFERENCES conditions (id),
    integral INTEGER NOT NULL,
    measured_ms INTEGER NOT NULL,
    min INTEGER,
    max INTEGER,
    PRIMARY KEY (series, slot_ms, conditions)
  ) STRICT, WITHOUT ROWID;`;

const history = (level: string): string => `
  CREATE VIEW history_${level} AS
  SELECT q.slot_ms, s.kind, s.name, c.mode, c.profile, c.source, c.governor, q.integral, q.measured_ms, q.min, q.max
  FROM slot_${level} q JOIN series s ON s.id = q.series JOIN conditions c ON c.id = q.conditions;`;

/**
 * Measured values in three levels of 10 s, 1 min and 15 min, by series and conditions. Version 1 had energy only, with the hottest zone beside it,
 * and did not store the conditions. Its slots are added to the coarser levels with the first write.
 */
export const levels = {
  name: 'levels of measured values',
  sql: `
  CREATE TABLE series (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (kind, name)
  ) STRICT;

  CREATE TABLE conditions (
    id INTEGER PRIMARY KEY,
    mode TEXT NOT NULL,
    profile TEXT NOT NULL,
    source TEXT NOT NULL,
    governor TEXT NOT NULL,
    UNIQUE (mode, profile, source, governor)
  ) STRICT;

  CREATE TABLE slot_10s (
    slot_ms INTEGER NOT NULL,
    series INTEGER NOT NULL REFERENCES series (id),
    conditions INTEGER NOT NULL REFERENCES conditions (id),
    run INTEGER NOT NULL REFERENCES run (id),
    part INTEGER NOT NULL,
    integral INTEGER NOT NULL,
    measured_ms INTEGER NOT NULL,
    min INTEGER,
    max INTEGER,
    PRIMARY KEY (slot_ms, series, conditions, run, part)
  ) STRICT, WITHOUT ROWID;
  ${coarse('slot_1min')}
  ${coarse('slot_15min')}

  CREATE TABLE level (
    name TEXT PRIMARY KEY,
    kept_from_ms INTEGER NOT NULL DEFAULT 0,
    filled_to_ms INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  INSERT INTO level (name) VALUES ('slot_10s'), ('slot_1min'), ('slot_15min');
  ${history('10s')}
  ${history('1min')}
  ${history('15min')}

  INSERT INTO conditions (mode, profile, source, governor) VALUES ('unknown', 'unknown', 'unknown', 'unknown');
  INSERT INTO series (kind, name) SELECT DISTINCT 'energy', domain FROM energy_10s ORDER BY domain;
  INSERT INTO series (kind, name) VALUES ('temperature', 'hottest');
  INSERT INTO slot_10s
    SELECT slot_ms, s.id, 1, run, 0, millijoules, measured_ms, NULL, max_milliwatts
    FROM energy_10s JOIN series s ON s.kind = 'energy' AND s.name = domain;
  INSERT INTO slot_10s
    SELECT slot_ms, s.id, 1, run, 0, 0, 0, NULL, max(max_millicelsius)
    FROM energy_10s JOIN series s ON s.kind = 'temperature'
    WHERE max_millicelsius IS NOT NULL GROUP BY slot_ms, run;
  DROP TABLE energy_10s;
`,
};
