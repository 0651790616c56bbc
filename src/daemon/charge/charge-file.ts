import { readState, removeState, writeState } from '../state-file.js';

/** A battery that somebody wants full. */
export interface FullCharge {
  readonly battery: string;
  /** Who asked, in words. */
  readonly who: string;
  /** UTC ms. */
  readonly since: number;
  /** Whether the charger was there since: it ends when that goes. */
  readonly plugged: boolean;
}

/** What an earlier daemon of this boot kept; throws with what is wrong with the file. */
export function readFullCharges(path: string, bootId: string): readonly FullCharge[] {
  const body = readState(path);
  if (body === undefined || body.bootId !== bootId) return [];
  const { full } = body;
  if (Array.isArray(full) && full.every(isFullCharge)) return full;
  throw new Error(`${path}: full: expected a list of batteries with who, since and plugged`);
}

export function writeFullCharges(path: string, bootId: string, full: readonly FullCharge[]): void {
  if (full.length === 0) removeState(path);
  else writeState(path, { bootId, full });
}

const isFullCharge = (x: unknown): x is FullCharge =>
  typeof x === 'object' &&
  x !== null &&
  'battery' in x &&
  typeof x.battery === 'string' &&
  'who' in x &&
  typeof x.who === 'string' &&
  'since' in x &&
  typeof x.since === 'number' &&
  'plugged' in x &&
  typeof x.plugged === 'boolean';
