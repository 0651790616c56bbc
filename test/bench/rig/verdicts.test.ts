import { describe, expect, it } from 'vitest';
import type { Row, Table } from '../../../bench/rig/table.js';
import { verdicts } from '../../../bench/rig/verdicts.js';
import type { LoadName } from '../../../src/machine/simulated/loads/loads.js';

const exact = (value: number) => ({ mean: value, upper: value, lower: value });
const row = (governor: string, energy: number, loss: number): Row => ({
  governor,
  energy: exact(energy),
  loss: exact(loss),
  clock: 3,
  disturbed: 0,
  rules: {},
});

function kept(load: LoadName, ...rows: Row[]): boolean[] {
  const table: Table = { driver: 'acpi-cpufreq', rows: new Map([[load, rows]]) };
  return verdicts(table).map(v => v.kept);
}

describe('bars of the virtual laptop', () => {
  it('nobody may have less energy and less loss at once', () => {
    expect(kept('compute', row('ondemand', -0.1, 0.02), row('latticed', -0.05, 0.01))).toEqual([true]);
    expect(kept('compute', row('ondemand', -0.04, 0.005), row('latticed', -0.05, 0.01))).toEqual([true]);
    expect(kept('compute', row('ondemand', -0.1, 0.005), row('latticed', -0.05, 0.01))).toEqual([false]);
  });

  it("a saving is measured against the driver's default, and only counts with the quality kept", () => {
    const usual = row('schedutil', 0.2, 0);
    expect(kept('membound', usual, row('latticed', 0.07, 0.05))).toEqual([true, true]);
    expect(kept('membound', usual, row('latticed', 0.09, 0.05))).toEqual([true, false]);
    expect(kept('membound', usual, row('latticed', 0, 0.06))).toEqual([true, false]);
  });

  it('deadlines are to be met, whatever it costs where the default meets them too', () => {
    expect(kept('frames60', row('schedutil', -0.5, 0.05), row('latticed', -0.4, 0.009))).toEqual([true, true]);
    expect(kept('frames60', row('schedutil', -0.5, 0.05), row('latticed', -0.36, 0.009))).toEqual([true, false]);
    expect(kept('frames60', row('schedutil', -0.5, 0.009), row('latticed', -0.36, 0.008))).toEqual([true, true]);
    expect(kept('frames60', row('schedutil', -0.5, 0.05), row('latticed', -0.45, 0.02))).toEqual([true, false]);
  });

  it('what was not run has no verdict', () => {
    expect(kept('membound', row('performance', 0, 0))).toEqual([true]);
  });
});
