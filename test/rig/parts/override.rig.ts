import { expect, test } from 'vitest';
import { Latticed } from '../daemon.js';
import { readJournal } from '../journal.js';
import { allLimits, CPUFREQ, registers } from '../limits.js';
import { playing } from '../load.js';
import { part } from '../part.js';
import { until } from '../poll.js';
import { installProduct } from '../product.js';

const product = await installProduct('override');
const rig = part({ variant: 'amd-pstate', name: 'override' });

/** 2 GHz in the register's unit of 20 MHz. */
const ASKED = 100;
/** Emulated latticectl beside a busy load. */
const slow = { timeout: 60_000 };

test('an override for 10 s under load is obeyed, explained, over by itself, and journaled with who asked', async () => {
  const { guest } = rig;
  const before = await allLimits(guest);
  const daemon = await Latticed.start(guest, product, 'override', 'balanced');
  const load = await playing(guest, { mode: 'busy', seconds: 300, memory: 0 });
  const max = () => registers(guest).max;
  // Batch work that needs the clock may take 5 % longer: some 4.4 of 4.6 GHz.
  await until('the cap of the profile', max, seen => seen > 200 && seen < 230, slow);
  const watching = daemon.follow('top --json');
  await watching.printed(/strict-cap/, slow);

  const said = await daemon.ask('override --max 2GHz --epp power --for 10s');
  expect(said).toMatch(/^override 1: at most 2.00 GHz, EPP power, for (10|9\.\d) s more, until /);
  await until('the cap that was asked for', max, seen => seen === ASKED);
  const began = performance.now();
  expect(registers(guest).epp).toBe(255);
  expect(await guest.readFile(`${CPUFREQ}/policy0/scaling_max_freq`)).toBe('2000000');
  await watching.printed(/2\.00 GHz because uid 0 \(latticectl, pid \d+\) asked for it \(override 1\), until /, slow);
  await until('its end', max, seen => seen !== ASKED, slow);
  expect(performance.now() - began).toBeGreaterThan(5000);
  await until('the cap of the profile again', max, seen => seen > 200 && seen < 230, slow);
  await until(
    'its EPP',
    () => registers(guest).epp,
    epp => epp === 128,
    slow,
  );

  watching.kill();
  await load.stop();
  await daemon.stop();
  expect(await allLimits(guest)).toEqual(before);
  const { events, decisions } = await readJournal(guest, daemon.stateDir);
  expect(events.filter(e => e.kind === 'override')).toMatchObject([
    { what: 'asked', detail: { id: 1, max: 2_000_000, epp: 'power', proved: true, uid: 0 } },
    { what: 'over', detail: { id: 1, why: 'its time is up' } },
  ]);
  expect(events.find(e => e.what === 'asked')?.detail.command).toContain('latticectl.js');
  const asked = decisions.filter(d => d.reasons.some(r => r.rule === 'override' && r.control === 'max_freq'));
  expect(asked.find(d => d.scope === 'policy0')).toMatchObject({
    after: { max_freq: 2_000_000, epp: 'power' },
    readback: { max_freq: 2_000_000, epp: 'power' },
  });
});
