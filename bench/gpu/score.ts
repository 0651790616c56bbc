import type { Row } from './measure.js';

/** The GPU's share of a node's power without a limit; the rest is used for as long as the work takes. */
const gpuShare = 0.7;

export const node = ({ saving, slowdown }: Pick<Row, 'saving' | 'slowdown'>): number =>
  gpuShare * saving - (1 - gpuShare) * slowdown;

export const meanOf = (rows: readonly Row[], of: (row: Row) => number): number =>
  rows.reduce((sum, r) => sum + of(r), 0) / rows.length;
