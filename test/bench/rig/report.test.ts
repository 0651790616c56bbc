import { describe, expect, it } from 'vitest';
import { report } from '../../../bench/rig/report.js';
import type { Row, Table } from '../../../bench/rig/table.js';

const exact = (value: number) => ({ mean: value, upper: value, lower: value });
const row = (governor: string, energy: number, loss: number, rules = {}): Row => ({
  governor,
  energy: exact(energy),
  loss: exact(loss),
  clock: 3.21,
  disturbed: 0.04,
  rules,
});

const table: Table = {
  driver: 'acpi-cpufreq',
  rows: new Map([
    [
      'frames60',
      [row('schedutil', -0.3, 0.05), row('latticed', -0.25, 0.009, { 'strict-cap latency': 0.2, 'pace regular': 0.8 })],
    ],
    ['membound', [row('schedutil', 0, 0.04), row('latticed', -0.4, 0.051)]],
  ]),
};

describe('the report', () => {
  const text = report({
    seeds: '101',
    scale: 1,
    kernel: '7.3.4',
    tables: [table],
    spoiled: ['acpi-cpufreq, video30, seed 101'],
  });
  const lines = text.split('\n');

  it('has one row a governor and one column a load, what is beyond the budget in bold', () => {
    expect(lines).toContain('| schedutil | -30.0 / **5.0** | 0.0 / 4.0 |');
    expect(lines).toContain('| latticed | -25.0 / 0.9 | -40.0 / **5.1** |');
  });

  it('says what bound the clock, the most often first, and what the host disturbed', () => {
    expect(lines).toContain('- frames60: pace regular 80.0, strict-cap latency 20.0');
    expect(lines).toContain('- acpi-cpufreq, video30, seed 101');
    expect(lines).toContain('| latticed | 3.21 / 4.0 | 3.21 / 4.0 |');
  });

  it('says of each bar whether it is kept', () => {
    const bars = lines.filter(line => /(kept|MISSED)$/.test(line));
    expect(bars.map(line => line.replace(/.*, /, ''))).toEqual(['kept', 'MISSED', 'kept']);
  });
});
