import { expect, test } from 'vitest';
import { Raises } from '../../../src/daemon/loop/raises.js';
import { seconds } from '../../../src/model/units.js';
import { situation } from '../../governor/situation.js';

/** A tick in which policy 0 was raised so often. */
function ticked(raises: number | undefined, interval: number) {
  const { reading } = situation({ interval });
  const policies = reading.policies.map(p => ({ ...p, raises }));
  return { tick: { reading: { policies, interval: seconds(interval) } } };
}

test('raises are summed since the daemon started, and their rate follows within some tens of seconds', () => {
  const raises = new Raises();
  expect(raises.of(0)).toBeUndefined();
  for (let i = 0; i < 600; i++) raises.ticked(ticked(i % 2, 0.1));
  expect(raises.of(0)?.total).toBe(300);
  expect(raises.of(0)?.perSecond).toBeCloseTo(5, 0);
  for (let i = 0; i < 60; i++) raises.ticked(ticked(0, 1));
  expect(raises.of(0)).toMatchObject({ total: 300, perSecond: expect.closeTo(0, 1) });
  expect(raises.of(1)).toBeUndefined();
});

test('the first sample, and a helper that counts anew, add nothing', () => {
  const raises = new Raises();
  raises.ticked(ticked(undefined, 0));
  raises.ticked(ticked(undefined, 0.1));
  expect(raises.of(0)).toBeUndefined();
  raises.ticked(ticked(3, 0.1));
  raises.ticked(ticked(undefined, 0.1));
  expect(raises.of(0)?.total).toBe(3);
});
