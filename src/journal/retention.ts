const dayMs = 86_400_000;

/** How long each part of the journal is kept, ms; Infinity is forever. */
export interface Retention {
  readonly slot10s: number;
  readonly slot1min: number;
  readonly slot15min: number;
  /** Decisions and events; a daily summary of decisions stays. */
  readonly decisions: number;
}

export const defaultRetention: Retention = {
  slot10s: 2 * dayMs,
  slot1min: 30 * dayMs,
  slot15min: Number.POSITIVE_INFINITY,
  decisions: 90 * dayMs,
};
