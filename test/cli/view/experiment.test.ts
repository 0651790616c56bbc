import { describe, expect, it } from 'vitest';
import { plainStyle } from '../../../src/cli/render/style.js';
import { summaryLines } from '../../../src/cli/view/experiment.js';
import { orderOf } from '../../../src/experiment/coin.js';
import { summaryOf } from '../../../src/experiment/summary.js';
import type { ExperimentRow, PeriodRow } from '../../../src/journal/experiment-entries.js';

const experiment: ExperimentRow = {
  started: Date.UTC(2026, 10, 24, 18),
  a: 'balanced',
  b: 'kernel',
  periodMs: 600_000,
  washoutMs: 60_000,
  forMs: 28_800_000,
  seed: 7,
  unit: 'instructions',
  ended: Date.UTC(2026, 10, 25, 2),
  end: 'done',
};

/** Periods of which A saves that share, give or take `spread`. */
function periods(saving: number, spread: number, blocks = 24): PeriodRow[] {
  return Array.from({ length: 2 * blocks }, (_, i): PeriodRow => {
    const block = Math.floor(i / 2);
    const arm = orderOf(7, block)[i % 2 === 0 ? 0 : 1];
    const share = arm === 'a' ? (1 - saving) * Math.exp(spread * Math.sin(2.4 * block)) : 1;
    return {
      block,
      arm,
      from: i * 600_000,
      until: (i + 1) * 600_000,
      millijoules: Math.round(5_400_000 * share),
      work: 1e12,
      measuredMs: 540_000,
      meanMillicelsius: 61_500,
      told: [],
      dropped: null,
    };
  });
}

const text = (changes: Partial<ExperimentRow>, rows: readonly PeriodRow[]): string =>
  summaryLines(summaryOf({ ...experiment, ...changes }, rows), plainStyle).join('\n');

/** The same, while applications tell of tokens as fast under both, and so often. */
const withTokens = (rows: readonly PeriodRow[], messages = 54): PeriodRow[] =>
  rows.map(row => ({ ...row, told: [{ unit: 'tokens', amount: 10_800, messages }] }));

describe('the report of an experiment', () => {
  it('says what is saved where the interval has no zero in it, and the two sides agree with that', () => {
    const said = text({}, periods(0.12, 0.05));
    expect(said).toMatch(/^balanced against kernel, 2026-11-2/);
    expect(said).toMatch(
      /balanced saves 1[12]\.\d % of kernel's energy for the same work \(95 % interval: \d+\.\d % to 1\d\.\d %\)\./,
    );
    expect(said).toMatch(/balanced +4\.\d+ +8\.\d W +1\.852 × 10⁹ +62 °C/);
    expect(said).toMatch(/kernel +5\.400 +10\.0 W/);
    expect(said).toContain('24 pairs of periods of 10 min, the first 1 min of each not counted');
  });

  it('says what is lost', () => {
    expect(text({}, periods(-0.12, 0.05))).toMatch(
      /balanced costs 1[123]\.\d % more energy than kernel for the same work/,
    );
  });

  it.each([0, 0.01, 0.03, -0.02])('never calls %d with zero in the interval a saving', saving => {
    const said = text({}, periods(saving, 0.3));
    expect(said).toMatch(
      /It can't be told: balanced needs between \d+\.\d % less and \d+\.\d % more energy than kernel/,
    );
    expect(said).toMatch(/would be told by about|90 days would not be enough/);
    expect(said).not.toMatch(/saves|costs/);
  });

  it('gives no verdict before the end, and marks one that was stopped', () => {
    const running = text({ ended: null, end: null }, periods(0.12, 0.05));
    expect(running).toContain('It still runs');
    expect(running).not.toMatch(/saves/);
    expect(text({ end: 'stopped' }, periods(0.12, 0.05))).toMatch(/stopped early[\s\S]*stopped before its time/);
  });

  it('counts what was dropped, by policy and why', () => {
    const rows = periods(0.12, 0.05).map((p, i) => (i % 16 === 3 ? { ...p, dropped: 'suspend' } : p));
    const said = text({}, rows);
    expect(said).toMatch(/dropped: \d × \w+ \(suspend\)/);
    expect(said).toContain('21 pairs of periods');
  });

  it('says the same of units that applications told', () => {
    const said = text({}, withTokens(periods(0.12, 0.05)));
    expect(said).toMatch(/J\/UNIT +balanced +kernel +PAIRS\ntokens +0\.4[34]\d+ +0\.5000 +24\n/);
    expect(said).toMatch(/tokens: balanced saves 1[12]\.\d % of kernel's energy for as many tokens \(95 % interval/);
    expect(text({ ended: null, end: null }, withTokens(periods(0.12, 0.05)))).toMatch(
      /tokens: balanced needs between \d+\.\d % less and \d+\.\d % less energy than kernel for as many tokens \(95 %\) so far\.$/,
    );
    expect(text({}, withTokens(periods(0, 0.3)))).toMatch(/tokens: It can't be told: balanced needs between/);
    expect(text({}, withTokens(periods(0.12, 0.05), 9))).toMatch(/tokens +– +– +0\ntokens: It can't be told: too few/);
  });

  it('says nothing of units where none were told, and which are not counted', () => {
    expect(text({}, periods(0.12, 0.05))).not.toContain('applications told');
    const more = withTokens(periods(0.12, 0.05)).map(row => ({
      ...row,
      told: [...row.told, { unit: '', amount: 0, messages: 1 }],
    }));
    expect(text({}, more)).toContain('applications told of more units: these are not counted');
  });

  it('has something to say of nothing', () => {
    const said = text({ ended: null, end: null }, []);
    expect(said).toContain('too few pairs of periods to say anything');
    expect(said).toMatch(/balanced +– +– +– +–/);
    expect(text({}, [])).toContain('would be told by about 2 h in all');
  });
});
