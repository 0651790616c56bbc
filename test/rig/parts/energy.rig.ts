import { expect, test } from 'vitest';
import { Latticed } from '../daemon.js';
import { faults, readJournal } from '../journal.js';
import { play } from '../load.js';
import { part } from '../part.js';
import { until } from '../poll.js';
import { installProduct } from '../product.js';

const product = await installProduct('energy');
const rig = part({ variant: 'amd-pstate', name: 'energy' });

const REST_MS = 3000;

/** Package power is a fortieth of full load's at rest: where exactly the measured time begins and ends then hardly matters. */
async function rest(): Promise<void> {
  const from = performance.now();
  await until(
    'rest',
    () => performance.now() - from,
    ms => ms > REST_MS,
  );
}

test("the journal's energy is the physics' energy", async () => {
  const { guest } = rig;
  const { physics } = guest;
  const daemon = await Latticed.start(guest, product, 'energy', 'performance');
  const began = { at: Date.now(), package: physics.packageJoules, core: physics.coreJoules };
  await rest();
  await play(guest, { mode: 'busy', seconds: 20, memory: 0.2 });
  await play(guest, { mode: 'frames', seconds: 15, rate: 60, work: 6, memory: 0.25 });
  await rest();
  const ended = { at: Date.now(), package: physics.packageJoules, core: physics.coreJoules };
  await daemon.stop();

  const { energy, events } = await readJournal(guest, daemon.stateDir);
  expect(faults(events)).toEqual([]);
  for (const [domain, truth] of [
    ['package0', ended.package - began.package],
    ['package0.core', ended.core - began.core],
  ] as const) {
    const rows = energy.filter(row => row.domain === domain);
    const journal = rows.reduce((sum, { millijoules }) => sum + millijoules, 0) / 1000;
    const measured = rows.reduce((sum, { measured_ms }) => sum + measured_ms, 0);
    // The daemon measured from a little before `began` to a little after `ended`, at rest on both sides.
    const outside = measured - (ended.at - began.at);
    const idleWatts = physics.packageWatts * (domain === 'package0' ? 1 : 0.2);
    const expected = truth + (idleWatts * outside) / 1000;
    console.log(`energy of ${domain}: ${JSON.stringify({ journal, expected, truth, outside })}`);
    expect(truth).toBeGreaterThan(100);
    expect(Math.abs(journal / expected - 1)).toBeLessThan(0.01);
  }
});
