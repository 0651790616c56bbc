import { expect, it } from 'vitest';
import { hostileTable, serviceProcess } from '../../../../fixtures/trees/hostile-processes.js';
import { seed } from '../../../../seed.js';
import { decidedAmong } from './look.js';

const nothing = await decidedAmong([]);

it.each(Array.from({ length: 6 }, (_, i) => seed + i))('a hostile table of processes changes nothing (%i)', async s => {
  expect(await decidedAmong(hostileTable(s, 200), { seed: s })).toEqual(nothing);
});

it('in the midst of them a rival and an application that are real are found', async () => {
  const real = [serviceProcess(900_000, 'tuned'), serviceProcess(900_001, 'encoder')];
  const alone = await decidedAmong(real);
  expect(alone).toMatchObject({ back: true, names: ['tuned'], profile: 'power-saver' });
  for (let s = seed; s < seed + 2; s++) {
    const table = hostileTable(s, 200);
    const half = Math.floor(table.length / 2);
    expect(await decidedAmong([...table.slice(0, half), ...real, ...table.slice(half)])).toEqual(alone);
  }
});
