import { expect, it } from 'vitest';
import { hostileTable } from '../../../../fixtures/trees/hostile-processes.js';
import { seed } from '../../../../seed.js';
import { decidedAmong } from './look.js';

it('a thousand hostile tables of processes change nothing', async () => {
  const nothing = await decidedAmong([]);
  for (let s = seed + 1000; s < seed + 2000; s++)
    expect(await decidedAmong(hostileTable(s, 1500), { seed: s }), `seed ${s}`).toEqual(nothing);
});
