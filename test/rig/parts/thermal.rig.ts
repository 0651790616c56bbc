import { expect, test } from 'vitest';
import { Latticed } from '../daemon.js';
import { readJournal } from '../journal.js';
import { allRegisters, kernelCooling, registers } from '../limits.js';
import { playing } from '../load.js';
import { part } from '../part.js';
import { until } from '../poll.js';
import { installProduct } from '../product.js';

const product = await installProduct('thermal');
const rig = part({ variant: 'amd-pstate', name: 'thermal' });

const PASSIVE = 85;
const UNCAPPED = 230;
/** In this air full load would take the die to some 120 °C: above every trip. */
const AMBIENT = 60;
const HELD_MS = 20_000;

test("our cap comes before the kernel's passive trip acts, holds, and goes when it cools", async () => {
  const { guest } = rig;
  const { physics } = guest;
  // The performance profile has no other cap.
  const daemon = await Latticed.start(guest, product, 'thermal', 'performance');
  await until(
    'EPP performance',
    () => allRegisters(guest),
    seen => seen === '70-230/0 70-230/0',
    { timeout: 40_000 },
  );
  physics.thermal.ambient = AMBIENT;
  physics.thermal.soak(AMBIENT);
  const load = await playing(guest, { mode: 'busy', seconds: 300, memory: 0 });

  let hottest = 0;
  let lowest = UNCAPPED;
  const cooling: number[] = [];
  await until(
    'a cap',
    () => registers(guest).max,
    max => max < UNCAPPED,
    { timeout: 60_000 },
  );
  const capped = performance.now();
  await until(
    'a while under the cap',
    async () => {
      cooling.push(await kernelCooling(guest));
      hottest = Math.max(hottest, physics.temperature);
      lowest = Math.min(lowest, registers(guest).max);
      return performance.now() - capped;
    },
    ms => ms > HELD_MS,
    { timeout: 2 * HELD_MS, every: 100 },
  );
  expect(Math.max(...cooling)).toBe(0);
  expect(hottest).toBeLessThan(PASSIVE);
  expect(lowest).toBeLessThan(UNCAPPED - 10);
  expect(guest.events).not.toContain('SHUTDOWN');

  await load.stop();
  physics.thermal.ambient = 25;
  await until(
    'the cap gone',
    () => allRegisters(guest),
    seen => seen === '70-230/0 70-230/0',
    { timeout: 60_000 },
  );
  expect(physics.temperature).toBeLessThan(PASSIVE - 2);
  await daemon.stop();

  const { decisions } = await readJournal(guest, daemon.stateDir);
  const thermal = decisions.filter(({ reasons }) => reasons.some(({ rule }) => rule === 'thermal'));
  expect(thermal.length).toBeGreaterThan(0);
  const facts = thermal[0]?.reasons.find(({ rule }) => rule === 'thermal')?.facts;
  expect(facts).toMatchObject({ zone: 'acpitz', trip: 'passive', trip_c: PASSIVE });
  expect(decisions.at(-1)?.reasons.every(({ rule }) => rule !== 'thermal')).toBe(true);
});
