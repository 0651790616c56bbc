import { describe, expect, it } from 'vitest';
import { dailyLoads } from '../../../bench/governors/loads/daily.js';
import { measure, type Row } from '../../../bench/governors/measure.js';
import { Memo } from '../../../bench/governors/memo.js';
import { dailyPlatforms } from '../../../bench/governors/platforms.js';

const memo = new Memo();

function rows(name: string, loadName: string, only?: readonly string[]): Record<string, Row> {
  const platform = dailyPlatforms.find(p => p.name === name);
  const load = dailyLoads.find(l => l.name === loadName);
  if (platform === undefined || load === undefined) throw new Error(`no ${name} or ${loadName}`);
  const found = measure({ platform, load, seeds: [1, 2], scale: 0.1, only, memo });
  return Object.fromEntries(found.map(row => [row.governor, row]));
}

const epp = (ms: number, source = 'mains', preference = 'balance_performance'): string =>
  `laptop-epp/${preference}-${ms}ms/${source}`;

describe('a machine as it is sold', () => {
  it('is later and uses less by itself the longer its firmware takes to climb, and the lower its preference is', () => {
    const [quick, slow, low] = [epp(2), epp(17), epp(17, 'battery', 'balance_power')].map(
      name => rows(name, 'rpc50', ['default']).default,
    );
    const p99 = (row: Row | undefined) => row?.judgement.later?.p99.mean ?? Number.NaN;
    const energy = (row: Row | undefined) => row?.energy.mean ?? Number.NaN;
    expect(p99(slow)).toBeGreaterThan(p99(quick) + 0.5);
    expect(energy(slow)).toBeLessThan(energy(quick));
    expect(p99(low)).toBeGreaterThan(p99(slow));
  });

  it('misses frames by itself if its firmware sags, which `performance` does not', () => {
    const { default: alone } = rows(epp(9), 'sag_frames', ['default']);
    expect(alone?.judgement.missed?.mean).toBeGreaterThan(0.05);
  });

  it('has a row for each contender, with the promise of its source of power', () => {
    const mains = rows(epp(9), 'frames_and_work');
    expect(Object.keys(mains)).toEqual(['performance', 'default', 'lattice', 'oracle ms']);
    const slack = rows(epp(9, 'battery'), 'frames_and_work');
    expect(slack['oracle ms']?.energy.mean).toBeLessThan(mains['oracle ms']?.energy.mean ?? 0);
    // On battery the daemon lowers the preference.
    expect(slack.lattice?.energy.mean).not.toBe(mains.lattice?.energy.mean);
    expect(slack.default?.energy.mean).toBe(mains.default?.energy.mean);
  });

  it('is governed under that promise: with twice the slack our requests come later and take less', () => {
    const [mains, battery] = ['mains', 'battery'].map(
      source => rows(`laptop-schedutil/${source}`, 'rpc10', ['lattice']).lattice,
    );
    expect(battery?.energy.mean).toBeLessThan((mains?.energy.mean ?? 0) - 0.01);
    expect(battery?.judgement.later?.p99.mean).toBeGreaterThan(mains?.judgement.later?.p99.mean ?? Number.NaN);
  });
});
