import type { DecisionRow } from './entries.js';

/** Enough digits for any sensor; the rest would be a third of the journal. */
const featureDigits = 5;

/** Features as JSON: a missing one (NaN) is left out, since null would read as a value. */
export function encodeFeatures(features: DecisionRow['features']): string {
  const kept: Record<string, number> = {};
  for (const [name, value] of Object.entries(features)) {
    if (Number.isFinite(value)) kept[name] = Number(value.toPrecision(featureDigits));
  }
  return JSON.stringify(kept);
}

/** Columns of a decision that never change once its row is opened. */
export function decisionConstants(
  row: DecisionRow,
): readonly [number, string, number, string, string, string, string, string, string] {
  const { before, after, reasons, features } = row;
  const texts = [
    JSON.stringify(before),
    JSON.stringify(after),
    JSON.stringify(reasons),
    encodeFeatures(features),
  ] as const;
  return [row.key, row.scope, row.from, row.mode, row.profile, ...texts];
}

/** Columns that grow with the row. */
export function decisionGrowth(row: DecisionRow): readonly [number, number, string | null] {
  return [row.until, row.ticks, row.readback === null ? null : JSON.stringify(row.readback)];
}
