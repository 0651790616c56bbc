import { expect, it } from 'vitest';
import { hostileTable } from '../../../../fixtures/trees/hostile-processes.js';
import { seed } from '../../../../seed.js';
import { decidedAmong } from './look.js';

// Two looks of each table rest for 100 ms after 256 processes; a busy machine takes several times as long.
it('a thousand hostile tables of processes change nothing', { timeout: 3_600_000 }, async () => {
  const nothing = await decidedAmong([]);
  for (let s = seed + 1000; s < seed + 2000; s++)
    expect(await decidedAmong(hostileTable(s, 300), { seed: s }), `seed ${s}`).toEqual(nothing);
});
