import { expect, test } from 'vitest';
import type { Guest } from '../guest.js';
import { allLimits, allRegisters } from '../limits.js';
import { playing } from '../load.js';
import { part } from '../part.js';
import { until } from '../poll.js';
import { installProduct } from '../product.js';
import { reacting } from '../reflex/session.js';
import { LONG } from '../reflex/suite.js';
import { checkRaised, mark, moved, raised } from '../reflex/when-raised.js';

const product = await installProduct('reflex-resume');
const memoryRoot = [product.helper];
const rig = part({ variant: 'amd-pstate', name: 'reflex-resume', memoryRoot });

const ASLEEP_MS = 4000;

/** All limits but the register of the energy preference, which the driver itself leaves at 0 by a suspend: nobody here has set it (the part resume does). */
async function limits(guest: Guest): Promise<Record<string, string>> {
  const all = await allLimits(guest);
  return { ...all, registers: all.registers?.replaceAll(/\/\d+/g, '') ?? '' };
}

test('suspend to RAM while raised: the reflex goes on, and all is as it was found in the end', {
  timeout: 400_000,
}, async () => {
  const { guest } = rig;
  const found = await limits(guest);
  const load = await playing(guest, LONG);
  const session = await reacting(guest, product, 'reflex-resume');

  await guest.suspend(raised('asleep'));
  guest.page.forget();
  expect(allRegisters(guest)).toBe('0-0/0 0-0/0');
  const slept = performance.now();
  await until(
    'a while asleep',
    () => performance.now() - slept,
    ms => ms > ASLEEP_MS,
  );
  await guest.wake();

  await checkRaised(guest, 'asleep');
  await mark(guest, 'awake');
  await moved(guest, 5, 'awake');
  await load.stop();
  await session.close();
  expect(await limits(guest)).toEqual(found);
});
