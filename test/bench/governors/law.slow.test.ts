import { describe, expect, it } from 'vitest';
import { lawBreakers } from '../../../bench/governors/law.js';
import { measure, type Row } from '../../../bench/governors/measure.js';
import { modelPlatforms } from '../../../bench/governors/platforms.js';
import { cpuLoads } from '../../../src/machine/simulated/loads/loads.js';

const only = ['performance', 'schedutil', 'ondemand', 'HWP balance_power', 'lattice', 'oracle'];
const cases = modelPlatforms
  .filter(p => p.package === undefined)
  .flatMap(platform =>
    (platform.loads ?? [cpuLoads.video30, cpuLoads.reqserver, cpuLoads.membound]).map(load => ({
      name: `${load.name} on the ${platform.name}`,
      platform,
      load,
    })),
  );

const felt = { later: undefined, missed: undefined, slower: undefined, p999: undefined };

const row = (governor: string, perSeed: readonly { energy: number; loss: number }[]): Row => {
  const none = { mean: 0, upper: 0, lower: 0 };
  const judgement = { ...felt, percent: true, milliseconds: true };
  return { governor, energy: none, loss: none, writes: 0, judgement, perSeed: perSeed.map(s => ({ ...s, felt })) };
};

describe('no governor that keeps the budget beats the oracle', () => {
  it.each(cases)('$name', ({ platform, load }) => {
    const rows = measure({ platform, load, seeds: [11, 12], scale: 0.1, only });
    expect(rows.map(r => r.governor)).toEqual(expect.arrayContaining(['lattice', 'oracle']));
    expect(lawBreakers({ load, rows })).toEqual([]);
  });

  it('is told of one that does, on the seed on which it does', () => {
    const rows = [
      row('oracle', [
        { energy: -0.2, loss: 0.05 },
        { energy: -0.2, loss: 0.05 },
      ]),
      row('keeps', [
        { energy: -0.1, loss: 0.05 },
        { energy: -0.25, loss: 0.04 },
      ]),
      row('breaks the budget', [
        { energy: -0.4, loss: 0.06 },
        { energy: -0.4, loss: 0.06 },
      ]),
    ];
    expect(lawBreakers({ load: cpuLoads.compute, rows })).toEqual(['keeps on compute by 5.0']);
  });
});
