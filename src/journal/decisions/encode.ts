import type { DecisionRow } from '../write-model.js';

/** Enough digits for any sensor. */
const featureDigits = 4;

/** Reasons and features of a decision as the journal stores them: with places instead of numbers, and the numbers for the places. */
export interface EncodedDecision {
  readonly reasons: string;
  readonly features: string;
  readonly figures: string;
}

type Facts = DecisionRow['reasons'][number]['facts'];

/** Equal facts of two reasons share their places. A missing feature (NaN) is left out, since null would read as a value. */
export function encodeDecision({ reasons, features }: Pick<DecisionRow, 'reasons' | 'features'>): EncodedDecision {
  const figures: string[] = [];
  const place = (value: number): number => figures.push(shortest(value)) - 1;
  const known = new Map<string, Record<string, number | string | null>>();
  const placed = (facts: Facts): Record<string, number | string | null> => {
    const text = JSON.stringify(facts);
    const same = known.get(text);
    if (same !== undefined) return same;
    const out: Record<string, number | string | null> = {};
    for (const [name, value] of Object.entries(facts)) {
      out[name] = typeof value === 'string' ? value : Number.isFinite(value) ? place(value) : null;
    }
    known.set(text, out);
    return out;
  };
  const form = reasons.map(reason => ({ ...reason, facts: placed(reason.facts) }));
  const kept: Record<string, number> = {};
  for (const [name, value] of Object.entries(features)) {
    if (Number.isFinite(value)) kept[name] = place(Number(value.toPrecision(featureDigits)));
  }
  return { reasons: JSON.stringify(form), features: JSON.stringify(kept), figures: figures.join(',') };
}

/** A number as JSON: 4600000 is 46e5. */
function shortest(value: number): string {
  const text = JSON.stringify(value);
  const [, digits, zeros] = /^(-?\d*[1-9])(0{3,})$/.exec(text) ?? [];
  return digits === undefined || zeros === undefined ? text : `${digits}e${zeros.length}`;
}
