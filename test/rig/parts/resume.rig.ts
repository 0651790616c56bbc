import { expect, test } from 'vitest';
import { Latticed } from '../daemon.js';
import { readJournal } from '../journal.js';
import { allRegisters } from '../limits.js';
import { part } from '../part.js';
import { until } from '../poll.js';
import { installProduct } from '../product.js';

const product = await installProduct('resume');
const memoryRoot = [process.execPath, product.folder];
const rig = part({ variant: 'amd-pstate', name: 'resume', memoryMiB: 1536, memoryRoot });

const ASLEEP_MS = 4000;
/** Power-saver's EPP, and on each domain a maximum below the hardware's 230: its budget's cap, or the pace of what runs there. */
const GOVERNED = /^70-(?!230)\d+\/255 70-(?!230)\d+\/255$/;

test('suspend to RAM: all is read and written anew, and the gap is in the journal', async () => {
  const { guest } = rig;
  // In milliseconds short work has no cap: reflex-resume sees that through a suspend.
  const daemon = await Latticed.start(guest, product, 'resume', 'power-saver', { promise: 'percent' });
  await until(
    'governed',
    () => allRegisters(guest),
    seen => GOVERNED.test(seen),
    { timeout: 40_000 },
  );
  const wall = async (): Promise<number> => Number(await guest.run('date +%s')) * 1000;

  const before = await wall();
  await guest.suspend();
  guest.page.forget();
  expect(allRegisters(guest)).toBe('0-0/0 0-0/0');
  const slept = performance.now();
  await until(
    'a while asleep',
    () => performance.now() - slept,
    ms => ms > ASLEEP_MS,
  );
  await guest.wake();

  // The driver by itself leaves EPP at 0, whatever sysfs says: this is the helper's doing.
  await until(
    'governed again',
    () => allRegisters(guest),
    seen => GOVERNED.test(seen),
  );
  const { policies, controls } = await daemon.status();
  const after = await wall();
  for (const { scope, limits, epp, online } of policies) {
    expect(online, scope).toBe(true);
    expect(epp, scope).toBe('power');
    expect(limits.min, scope).toBe(1_400_000);
    expect(limits.max, scope).toBeLessThan(4_600_000);
  }
  for (const { name, wanted, readback, state } of controls)
    expect([name, state, readback]).toEqual([name, 'held', wanted]);

  await daemon.stop();
  expect(allRegisters(guest)).toBe('70-230/128 70-230/128');
  const { gaps, events, energy, decisions } = await readJournal(guest, daemon.stateDir);
  expect(gaps.map(({ why }) => why)).toEqual(['suspend']);
  const [gap] = gaps;
  // The kernel knows how long it slept from a clock of whole seconds, and both ends of the gap are read some ms away from that.
  expect((gap?.until_ms ?? 0) - (gap?.from_ms ?? 0)).toBeGreaterThan(ASLEEP_MS - 1100);
  // `date` tells whole seconds.
  expect(gap?.from_ms).toBeGreaterThan(before - 1000);
  expect(gap?.until_ms).toBeLessThan(after + 1000);
  expect(events.filter(({ kind }) => kind === 'refused' || kind === 'drift')).toEqual([]);
  // What the counters did while nobody looked is not energy that was measured.
  const package0 = energy.filter(({ domain }) => domain === 'package0');
  const measured = package0.reduce((sum, { measured_ms }) => sum + measured_ms, 0);
  const span = (decisions.at(-1)?.until_ms ?? 0) - (decisions[0]?.from_ms ?? 0);
  expect(measured).toBeGreaterThan(1000);
  expect(measured).toBeLessThan(span - ASLEEP_MS + 1000);
});
