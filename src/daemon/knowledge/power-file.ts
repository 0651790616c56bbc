import type { KnownCurve } from '../../governor/power-curve/power-curve.js';
import { readState, writeState } from '../state-file.js';

/** The power curves of a machine. */
export interface KeptPower {
  /** What the machine is, in a text that is only compared. */
  readonly machine: string;
  /** UTC ms. */
  readonly at: number;
  readonly curves: readonly KnownCurve[];
}

/** What an earlier daemon kept; undefined if nothing; throws with what is wrong with the file. */
export function readPower(path: string): KeptPower | undefined {
  const body = readState(path);
  if (body === undefined) return undefined;
  const { machine, at, curves } = body;
  if (typeof machine !== 'string' || !isNumber(at)) throw new Error(`${path}: expected machine and at (UTC ms)`);
  if (Array.isArray(curves) && curves.every(isCurve)) return { machine, at, curves };
  throw new Error(`${path}: curves: expected a list of curves with key, min, max (kHz), right and triangle`);
}

export const writePower = (path: string, kept: KeptPower): void => writeState(path, kept);

const isNumber = (x: unknown): x is number => Number.isFinite(x);
const isNumbers = (x: unknown): x is readonly number[] => Array.isArray(x) && x.every(isNumber);

const isCurve = (x: unknown): x is KnownCurve =>
  typeof x === 'object' &&
  x !== null &&
  'key' in x &&
  typeof x.key === 'string' &&
  'min' in x &&
  isNumber(x.min) &&
  'max' in x &&
  isNumber(x.max) &&
  x.max > x.min &&
  'right' in x &&
  isNumbers(x.right) &&
  'triangle' in x &&
  isNumbers(x.triangle) &&
  (x.right.length * (x.right.length + 1)) / 2 === x.triangle.length;
