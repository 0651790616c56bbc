import { coarse, history } from './schema-levels.js';

/** What is left of the quarters of an hour is all there is of old times. */
const filled = (name: string, from: string, ms: number): string => `
  INSERT INTO level (name, kept_from_ms, filled_to_ms)
    SELECT '${name}', kept_from_ms, filled_to_ms - filled_to_ms % ${ms} FROM level WHERE name = '${from}';
  INSERT INTO ${name}
    SELECT series, slot_ms - slot_ms % ${ms} AS slot, conditions, sum(integral), sum(measured_ms), min(min), max(max)
    FROM ${from} WHERE slot_ms < (SELECT filled_to_ms FROM level WHERE name = '${name}') GROUP BY series, slot, conditions;`;

/** Version 6: hours and days, so that a report on a year reads far fewer rows. */
export const schemaVersion6 = `
  ${coarse('slot_1h')}
  ${coarse('slot_1day')}
  ${history('1h')}
  ${history('1day')}
  ${filled('slot_1h', 'slot_15min', 3_600_000)}
  ${filled('slot_1day', 'slot_1h', 86_400_000)}
`;
