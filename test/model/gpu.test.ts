import { describe, expect, it } from 'vitest';
import { type Gpu, GpuReader, throttled, throttleReason } from '../../src/model/gpu.js';
import { factsOf } from '../../src/model/names.js';
import { Places } from '../../src/model/sensing/places.js';

const gpu: Gpu = { id: 1, uuid: 'GPU-5d1f', name: 'Tesla V100', clocks: [135_000, 1_530_000], power_limit: null };
const signals = [
  'gpu0.power',
  'gpu1.power',
  'gpu1.busy',
  'gpu1.memory_busy',
  'gpu1.clock',
  'gpu1.throttle',
  'gpu1.temp',
];
const reader = new GpuReader(gpu, new Places(signals.map(factsOf)));

describe('GpuReader', () => {
  it('reads its own GPU’s signals in the model’s units', () => {
    const reading = reader.read(Float64Array.of(1, 212_500_000, 98, 41, 1_380_000, 4, 61));
    expect(reading).toMatchObject({ id: 1, power: 212.5, busy: 0.98, memoryBusy: 0.41, clock: 1_380_000 });
    expect(reading).toMatchObject({ throttle: 4, temperature: 61 });
  });

  it('leaves undefined what is missing or not offered, and never takes it for 0', () => {
    const reading = reader.read(Float64Array.of(1, Number.NaN, Number.NaN, 0, 0, 0, Number.NaN));
    expect(reading).toMatchObject({ power: undefined, busy: undefined, memoryBusy: 0, temperature: undefined });
    expect(reading.pstate).toBeUndefined();
    expect(reading.powerLimit).toBeUndefined();
  });

  it('keeps a share within 0 and 1', () => {
    expect(reader.read(Float64Array.of(1, 1, 104, -1, 1, 0, 1))).toMatchObject({ busy: 1, memoryBusy: 0 });
  });
});

describe('throttled', () => {
  it('takes neither idleness nor asked-for clocks for throttling', () => {
    expect(throttled(0)).toBe(false);
    expect(throttled(throttleReason.idle | throttleReason.applicationClocks)).toBe(false);
    expect(throttled(throttleReason.applicationClocks | throttleReason.softwarePowerCap)).toBe(true);
  });
});
