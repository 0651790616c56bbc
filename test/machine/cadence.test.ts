import { describe, expect, it } from 'vitest';
import { calmAfterSeconds, defaultCadence, isCalm, leaseFor } from '../../src/machine/cadence.js';
import type { LiveReading } from '../../src/model/sensing/reading.js';
import { nanoseconds, type Ratio, ratio, seconds } from '../../src/model/units.js';

const reading = (...busy: readonly (Ratio | undefined)[]): LiveReading => ({
  at: nanoseconds(0),
  epoch: 0,
  interval: seconds(1),
  suspended: seconds(0),
  policies: busy.map((share, id) => ({
    id,
    busy: share,
    frequency: undefined,
    work: [],
    contextSwitches: undefined,
    cacheMisses: undefined,
    min: undefined,
    max: undefined,
    governor: undefined,
    epp: undefined,
  })),
  energy: [],
  zones: [],
  onMains: true,
  batteryPower: undefined,
  cpuPressure: undefined,
  gpus: [],
  others: [],
  state: () => undefined,
});

describe('isCalm', () => {
  it('asks the busiest domain', () => {
    expect(isCalm(reading(ratio(0.05), ratio(0.19)))).toBe(true);
    expect(isCalm(reading(ratio(0.05), ratio(0.2)))).toBe(false);
  });

  it('takes a domain that cannot be seen for idle', () => {
    expect(isCalm(reading(undefined))).toBe(true);
  });
});

describe('leaseFor', () => {
  // The helper goes quiet 5 s after the last crossing and is then silent for a whole batch.
  const helperQuietAfterSeconds = 5;

  it('is short under load, so that a hung engine is noticed soon', () => {
    expect(leaseFor(0, defaultCadence)).toBe(5);
    expect(leaseFor(calmAfterSeconds, defaultCadence)).toBe(5);
  });

  it.each([1, 10, 45])('outlasts a batch of %i s before the helper goes quiet', batchSeconds => {
    const cadence = { ...defaultCadence, batchSeconds };
    expect(calmAfterSeconds).toBeLessThan(helperQuietAfterSeconds);
    expect(leaseFor(calmAfterSeconds + 0.1, cadence)).toBeGreaterThan(
      helperQuietAfterSeconds - calmAfterSeconds + batchSeconds,
    );
  });

  it('stays within the 60 s that the helper accepts, at the longest batch that may be configured', () => {
    expect(leaseFor(calmAfterSeconds + 0.1, { ...defaultCadence, batchSeconds: 60 })).toBeLessThanOrEqual(60);
  });
});
