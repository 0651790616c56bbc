/** The dead-bands of the simulated machine's signals. They are those of the helper; a test compares them with its hello. */
import type { Band } from '../../model/signals.js';

export const deadBands = {
  change: { kind: 'change' },
  busy: { kind: 'share', above: 0.2, by: 0.1 },
  pressure: { kind: 'rise', by: 0.02 },
  bunching: { kind: 'step', by: 0.2, across: -0.4 },
} as const satisfies Readonly<Record<string, Band>>;

/** `trip`: the lowest trip point, °C. */
export const temperatureBand = (trip: number): Band => ({ kind: 'move', by: 2, within: 10, trip });
