import { describe, expect, it } from 'vitest';
import type { Row } from '../../../../bench/governors/measure.js';
import { dailyPlatforms } from '../../../../bench/governors/platforms.js';
import type { Felt } from '../../../../bench/governors/promise/felt.js';
import { judged } from '../../../../bench/governors/promise/judgement.js';
import { dailyReport } from '../../../../bench/governors/promise/table.js';
import { summary } from '../../../../bench/governors/statistics.js';
import type { Load } from '../../../../src/machine/simulated/work/job.js';

const load = (qos: Load['qos'], name = 'made'): Load => ({ name, qos, streams: () => [] });
const nothing: Felt = { later: undefined, missed: undefined, slower: undefined, p999: undefined };
const later = (p99: number, worst = p99): Felt => ({ ...nothing, later: { mean: 1, p99, worst } });
const loss = (...of: number[]) => summary(of);

describe('a promise', () => {
  const kept = (of: Load, lost: readonly number[], seeds: readonly Felt[]) => {
    const { percent, milliseconds } = judged(of, loss(...lost), seeds, 4);
    return [percent, milliseconds];
  };

  it.each([
    ['soon and within 5 %', [0.03, 0.03], [later(3), later(3)], [true, true]],
    ['late by percent only', [0.5, 0.5], [later(3), later(3)], [false, true]],
    ['one in a hundred later than D', [0.03, 0.03], [later(5), later(5)], [true, false]],
    ['one later than 2 D', [0.03, 0.03], [later(3), later(3, 9)], [true, false]],
    ['an upper bound beyond D', [0.03, 0.03], [later(1), later(6)], [true, false]],
    [
      'busy for long and slow',
      [0.03, 0.03],
      [
        { ...nothing, slower: 0.06 },
        { ...nothing, slower: 0.06 },
      ],
      [true, false],
    ],
    [
      'too many deadlines missed',
      [0, 0],
      [
        { ...nothing, missed: 0.02 },
        { ...nothing, missed: 0.02 },
      ],
      [false, false],
    ],
  ] as const)('%s', (_, lost, seeds, expected) => {
    expect(kept(load('latency'), lost, seeds)).toEqual(expected);
  });

  it('of deadlines is kept by what performance does not miss', () => {
    const seeds = [
      { ...nothing, missed: 0.001 },
      { ...nothing, missed: 0.001 },
    ];
    expect(kept(load('deadline'), [0.2, 0.2], seeds)).toEqual([true, true]);
  });
});

describe('against the machine’s default', () => {
  const row = (governor: string, energy: number, felt: Felt, lost = 0.01): Row => ({
    governor,
    energy: loss(energy, energy),
    loss: loss(lost, lost),
    writes: 0,
    judgement: judged(load('latency'), loss(lost, lost), [felt, felt], 4),
    perSeed: [0, 1].map(() => ({ energy, loss: lost, felt })),
  });
  const [, , platform] = dailyPlatforms;
  if (platform === undefined) throw new Error('no platform');
  const text = (alone: Row, ours: Row, name = 'made', qos: Load['qos'] = 'latency'): string =>
    dailyReport({
      tables: [{ platform, results: [{ load: load(qos, name), rows: [alone, ours] }] }],
      seeds: '1',
      length: 1,
    }).join('\n');

  it('names the load on which the default keeps both promises for less', () => {
    const dear = text(row('default', -0.4, later(2)), row('lattice', -0.2, later(1)));
    expect(dear).toMatch(/uses over 1 % less energy than lattice: made \(-25\.0 %\), MISSED/);
    expect(dear).toMatch(/mean of the ratios\): 33\.3 %, MISSED/);
    const broken = text(row('default', -0.4, later(20)), row('lattice', -0.2, later(1)));
    expect(broken).toMatch(/less energy than lattice: none, kept/);
    expect(broken).toMatch(/the default breaks the promise in milliseconds: made/);
  });

  it('keeps what saves enough and is soon enough', () => {
    const good = text(row('default', -0.2, later(2)), row('lattice', -0.4, later(1)));
    expect(good).not.toContain('MISSED');
    expect(text(row('default', -0.2, later(2)), row('lattice', -0.4, later(9)))).toContain(
      'lattice breaks the promise in milliseconds: made, MISSED',
    );
  });

  it('tells of a governor that beats the oracle in ms with every answer within D', () => {
    const rows = (oracle: number) => [
      row('default', -0.2, later(2)),
      row('lattice', -0.4, later(3)),
      row('oracle ms', oracle, later(4)),
    ];
    const told = (oracle: number) =>
      dailyReport({
        tables: [{ platform, results: [{ load: load('latency'), rows: rows(oracle) }] }],
        seeds: '1',
        length: 1,
      }).join('\n');
    expect(told(-0.3)).toContain('lattice on made by 10.0; lattice on made by 10.0, MISSED');
    expect(told(-0.5)).toContain('for less than the oracle in ms: none, kept');
  });

  it('tells the mean over all ramps of a firmware, each as much as the others', () => {
    const table = (ms: number, ours: number) => ({
      platform: { ...platform, name: `laptop-epp/balance_performance-${ms}ms/mains` },
      results: [{ load: load('latency'), rows: [row('default', 0, later(3)), row('lattice', ours, later(3))] }],
    });
    const told = (slow: number) =>
      dailyReport({ tables: [table(2, -0.2), table(17, slow)], seeds: '1', length: 1 }).join('\n');
    expect(told(-0.04)).toContain('- laptop-epp/balance_performance, mains: -12.0 %, at least 12.0 % below: kept');
    expect(told(-0.03)).toContain('- laptop-epp/balance_performance, mains: -11.5 %, at least 12.0 % below: MISSED');
  });

  it('wants a shorter tail of the frames under which firmware sags', () => {
    const frames = (missed: number, p999: number): Felt => ({ ...nothing, missed, p999 });
    const sag = (ours: Felt) => text(row('default', -0.4, frames(0.2, 40)), row('lattice', -0.1, ours), 'sag_frames');
    expect(sag(frames(0.001, 28))).toMatch(/0\.1 % late against 20\.0 %, p99\.9 -30\.0 %, kept/);
    expect(sag(frames(0.001, 35))).toMatch(/p99\.9 -12\.5 %, MISSED/);
  });
});
