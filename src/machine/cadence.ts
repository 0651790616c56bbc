import type { LiveReading } from '../model/sensing/reading.js';
import type { Cadence } from './machine.js';

export const defaultCadence: Cadence = { activeHz: 10, quietHz: 1, batchSeconds: 20 };

/** Below this share of the busiest CPU a machine may be about to become quiet (the helper's own dead-band). */
const calmShare = 0.2;
export const calmAfterSeconds = 2;
const activeLeaseSeconds = 5;
const graceSeconds = 15;
/** The longest lease that the helper grants. */
const longestLeaseSeconds = 60;
/** The longest batch that a lease can outlast. */
export const longestBatchSeconds = longestLeaseSeconds - graceSeconds;

/** Whether nothing is going on that would keep the helper sending. */
export const isCalm = (reading: LiveReading): boolean => reading.policies.every(p => (p.busy ?? 0) < calmShare);

/**
 * The lease to ask for. A helper that goes quiet is silent for a whole batch, and it goes quiet only after 5 calm seconds:
 * by then the lease must outlast the batch. Under load it is short, so that a hung engine is noticed soon.
 */
export const leaseFor = (calmSeconds: number, { batchSeconds }: Cadence): number =>
  calmSeconds > calmAfterSeconds ? Math.min(batchSeconds + graceSeconds, longestLeaseSeconds) : activeLeaseSeconds;
