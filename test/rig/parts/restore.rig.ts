import { beforeAll, describe, expect, test } from 'vitest';
import { Latticed } from '../daemon.js';
import { readJournal } from '../journal.js';
import { allLimits, allRegisters, CPUFREQ, guestSeconds, kernelCooling } from '../limits.js';
import { part } from '../part.js';
import { until } from '../poll.js';
import { installProduct } from '../product.js';

const product = await installProduct('restore');
const rig = part({ variant: 'amd-pstate', name: 'restore' });

const BASELINE = '70-230/128 70-230/128';
/** Every limit there is moved away: power-saver's EPP, and the lowest cap with the floor below it, since it is hot. */
const MOVED = '40-40/255 40-40/255';
/** Just under the kernel's passive trip, so that the limits are all ours. */
const HOT = 84.6;
const SECONDS = 6;

let before: Record<string, string>;

/** A daemon that has moved every limit. */
async function governing(name: string): Promise<Latticed> {
  const { guest } = rig;
  guest.physics.driveTo(HOT);
  const daemon = await Latticed.start(guest, product, name, 'power-saver');
  await until(
    'all limits moved',
    () => allRegisters(guest),
    seen => seen === MOVED,
    { timeout: 40_000 },
  );
  return daemon;
}

/** Does something and says how long the guest took until all limits were back, in its own time. */
async function secondsUntilBack(deed: () => Promise<unknown>): Promise<number> {
  const { guest } = rig;
  const from = await guestSeconds(guest);
  await deed();
  await until(
    'the baseline',
    () => allRegisters(guest),
    seen => seen === BASELINE,
    { every: 10 },
  );
  return (await guestSeconds(guest)) - from;
}

describe('every way to end puts all CPU limits back', () => {
  beforeAll(async () => {
    before = await allLimits(rig.guest);
    expect(before.registers).toBe(BASELINE);
  });

  test('SIGTERM', async () => {
    const daemon = await governing('sigterm');
    expect(await secondsUntilBack(() => daemon.signal('TERM'))).toBeLessThan(SECONDS);
    expect(await allLimits(rig.guest)).toEqual(before);
    await until(
      'its end',
      () => daemon.running,
      running => !running,
    );
  });

  test('SIGKILL of the engine: the helper sees its pipe close', async () => {
    const daemon = await governing('engine');
    expect(await secondsUntilBack(() => daemon.signal('KILL'))).toBeLessThan(SECONDS);
    expect(await allLimits(rig.guest)).toEqual(before);
    expect((await rig.guest.exec('pidof lattice-helper')).stdout).toBe('');
  });

  test('SIGKILL of the helper: its successor restores, then the engine plans anew', async () => {
    const daemon = await governing('helper');
    const helper = await daemon.helperPid();
    expect(await secondsUntilBack(() => rig.guest.run(`kill -KILL ${helper}`))).toBeLessThan(SECONDS);
    await until(
      'limits again',
      () => allRegisters(rig.guest),
      seen => seen === MOVED,
      { timeout: 40_000 },
    );
    expect(await daemon.helperPid()).not.toBe(helper);
    await daemon.stop();
    expect(await allLimits(rig.guest)).toEqual(before);
    const { events, gaps } = await readJournal(rig.guest, daemon.stateDir);
    expect(events.filter(({ kind }) => kind === 'restored').map(({ what }) => what)).toEqual(['start']);
    expect(gaps.map(({ why }) => why)).toEqual(['lost']);
  });

  test('SIGKILL of both, then --restore', async () => {
    const { guest } = rig;
    const daemon = await governing('both');
    await guest.run(`kill -KILL ${daemon.pid} ${await daemon.helperPid()}`);
    await until(
      'their end',
      () => daemon.running,
      running => !running,
    );
    expect(allRegisters(guest)).toBe(MOVED);
    const restore = `${product.helper} --restore --runtime-dir ${daemon.runtimeDir}`;
    expect(await secondsUntilBack(() => guest.run(restore))).toBeLessThan(SECONDS);
    expect(await allLimits(guest)).toEqual(before);
  });

  test("started while the kernel's passive trip holds max down: what is left behind is the hardware's maximum", async () => {
    const { guest } = rig;
    const max = (): Promise<string> => guest.readFile(`${CPUFREQ}/policy0/scaling_max_freq`);
    guest.physics.driveTo(95, 20);
    await until('a crippled maximum', max, khz => Number(khz) < 2_000_000, { timeout: 40_000 });
    const daemon = await Latticed.start(guest, product, 'hot', 'performance');
    expect(JSON.parse(await guest.readFile(`${daemon.runtimeDir}/baseline.json`))).toMatchObject({
      values: { 'policy0.max_freq': 'unlimited', 'policy1.max_freq': 'unlimited' },
    });

    guest.physics.driveTo(50, 20);
    await until(
      'the kernel letting go',
      () => kernelCooling(guest),
      state => state === 0,
      { timeout: 60_000 },
    );
    // The performance profile caps nothing: only what was found crippled could still bound it.
    await until('the whole range while it runs', max, khz => khz === '4600000', { timeout: 20_000 });
    expect(await secondsUntilBack(() => daemon.stop())).toBeLessThan(SECONDS);
    guest.physics.thermal.release();
    expect(await allLimits(guest)).toEqual(before);
  });
});
