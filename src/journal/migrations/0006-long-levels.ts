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

/** Old times are filled from the quarters of an hour that are left. */
const filled = (name: string, from: string, ms: number): string => `
  INSERT INTO level (name, kept_from_ms, filled_to_ms)
    SELECT '${name}', kept_from_ms, filled_to_ms - filled_to_ms % ${ms} FROM level WHERE name = '${from}';
  INSERT INTO ${name}
    SELECT series, slot_ms - slot_ms % ${ms} AS slot, conditions, sum(integral), sum(measured_ms), min(min), max(max)
    FROM ${from} WHERE slot_ms < (SELECT filled_to_ms FROM level WHERE name = '${name}') GROUP BY series, slot, conditions;`;

/** Levels of an hour and a day: a report on a year reads far fewer rows. */
export const longLevels = {
  name: 'levels of an hour and a day',
  sql: `
  ${coarse('slot_1h')}
  ${coarse('slot_1day')}
  ${history('1h')}
  ${history('1day')}
  ${filled('slot_1h', 'slot_15min', 3_600_000)}
  ${filled('slot_1day', 'slot_1h', 86_400_000)}
`,
};
