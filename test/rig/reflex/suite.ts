import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Latticed } from '../daemon.js';
import type { Guest } from '../guest.js';
import { allLimits, CPUFREQ, guestSeconds, kernelCooling } from '../limits.js';
import { type Playing, playing } from '../load.js';
import { until } from '../poll.js';
import type { Product } from '../product.js';
import { LimitsTrace } from './limits-trace.js';
import { type ReflexSession, reacting } from './session.js';
import { LOADED, mark, moved, TOP, whenRaised } from './when-raised.js';

const SECONDS = 6;
const PATIENCE = { timeout: 400_000 };
/** A clock that both drivers have, below every start, kHz. */
const THEIRS = 1_100_000;
/** s that somebody else's value has to stand. */
const LEFT_ALONE = 5;
const EXPONENTIAL = { mode: 'poisson', seconds: 600, cpu: LOADED, memory: 0.1 } as const;
/** Most jobs are raised, and stay so for a while. */
export const LONG = { ...EXPONENTIAL, rate: 4, work: 25 } as const;
/** Most of the work is done young: else the governor has no use for the reflex. */
const SHORT = { ...EXPONENTIAL, rate: 12, work: 7 } as const;

const FILE = `${CPUFREQ}/policy${LOADED}`;

/** What the reflex has to do on any driver: `rig` is a laptop as it booted. Whatever happens, all bytes are as they were found afterwards. */
export function reflexTests(rig: { readonly guest: Guest }, product: Product): void {
  let found: Record<string, string>;
  let load: Playing;

  const read = async (name: string): Promise<number> => Number(await rig.guest.readFile(`${FILE}/${name}`));
  const helperGone = async (): Promise<void> => {
    const code = async () => (await rig.guest.exec('pidof lattice-helper')).code;
    await until('the end of the helper', code, answer => answer !== 0, { every: 500 });
  };
  /** Guest's s from a mark until the kernel had the limits that were found. */
  const secondsUntilBack = async (since: string): Promise<number> => {
    const limits = { min: Number(found[`${FILE}/scaling_min_freq`]), max: Number(found[`${FILE}/scaling_max_freq`]) };
    const seconds = async () => (await LimitsTrace.of(rig.guest)).secondsUntil(since, limits);
    return (await until('the baseline', seconds, answer => answer !== undefined, { every: 500 })) ?? Number.NaN;
  };

  beforeAll(async () => {
    found = await allLimits(rig.guest);
  });
  afterEach(async () => {
    await load.stop();
    rig.guest.physics.thermal.release();
    await rig.guest.exec('killall -q latticed lattice-helper');
    await helperGone();
  });

  describe('the helper, its engine on the host', () => {
    beforeEach(async () => {
      load = await playing(rig.guest, LONG);
    });

    const start = (name: string): Promise<ReflexSession> => reacting(rig.guest, product, name);

    test('raises and lowers real limits within the range, and the hardware follows', PATIENCE, async () => {
      const { guest } = rig;
      const clock = (): number => guest.physics.cores[LOADED]?.khz ?? Number.NaN;
      const session = await start('reacts');
      await moved(guest, 25, 'reacts');
      await until('a start clock', clock, khz => khz < TOP, { every: 2 });
      await until('the highest clock', clock, khz => khz === TOP, { every: 2 });
      await session.close();
      expect(await allLimits(guest)).toEqual(found);
      const least = await read('cpuinfo_min_freq');
      for (const entry of (await LimitsTrace.of(guest)).entries)
        if ('cpu' in entry) expect(entry.min >= least && entry.max <= TOP, JSON.stringify(entry)).toBe(true);
    });

    test('somebody else writes the maximum while raised: theirs stays', PATIENCE, async () => {
      const { guest } = rig;
      const session = await start('writer');
      await whenRaised(guest, 'written', `echo ${THEIRS} > ${FILE}/scaling_max_freq`);
      const from = await guestSeconds(guest);
      const left = async (): Promise<number> => {
        expect(await read('scaling_max_freq')).toBe(THEIRS);
        return (await guestSeconds(guest)) - from;
      };
      await until('their value left alone', left, seconds => seconds > LEFT_ALONE, { every: 500 });
      await session.close();
      expect(await allLimits(guest)).toEqual(found);
    });

    test(
      "the kernel's passive trip acts while raised: when it ends, the limits are the engine's",
      PATIENCE,
      async () => {
        const { guest } = rig;
        const session = await start('trip');
        await whenRaised(guest, 'hot');
        guest.physics.driveTo(95, 20);
        await until(
          'the passive trip',
          () => read('scaling_max_freq'),
          khz => khz < 2_000_000,
        );
        guest.physics.driveTo(50, 20);
        const cooling = (): Promise<number> => kernelCooling(guest);
        await until('the kernel letting go', cooling, state => state === 0);
        const limits = async () => [await read('scaling_min_freq'), await read('scaling_max_freq')];
        await until("the engine's limits", limits, now => now.every(khz => khz === TOP));
        await mark(guest, 'cool');
        session.on();
        await moved(guest, 5, 'cool');
        await session.close();
        expect(await allLimits(guest)).toEqual(found);
      },
    );

    test('a CPU goes offline while raised, and is raised again when it is back', PATIENCE, async () => {
      const { guest } = rig;
      const online = `/sys/devices/system/cpu/cpu${LOADED}/online`;
      const session = await start('hotplug');
      await whenRaised(guest, 'offline', `echo 0 > ${online}`);
      await load.stop();
      expect(await guest.readFile(online)).toBe('0');
      await guest.writeFile(online, '1');
      await mark(guest, 'online');
      load = await playing(guest, LONG);
      await moved(guest, 5, 'online');
      await session.close();
      expect(await allLimits(guest)).toEqual(found);
    });

    test('SIGKILL of the engine while raised', PATIENCE, async () => {
      const session = await start('engine');
      await whenRaised(rig.guest, 'engine-killed', `kill -KILL ${session.enginePid}`);
      expect(await secondsUntilBack('engine-killed')).toBeLessThan(SECONDS);
      await session.close();
      expect(await allLimits(rig.guest)).toEqual(found);
    });

    test('SIGKILL of both while raised, then --restore', PATIENCE, async () => {
      const { guest } = rig;
      const session = await start('both');
      await whenRaised(guest, 'both-killed', `kill -KILL ${session.enginePid} ${await session.helperPid()}`);
      await session.close();
      expect(await allLimits(guest)).not.toEqual(found);
      await mark(guest, 'restore');
      await guest.run(`${product.helper} --restore --runtime-dir ${session.runtimeDir}`);
      expect(await secondsUntilBack('restore')).toBeLessThan(SECONDS);
      expect(await allLimits(guest)).toEqual(found);
    });
  });

  describe('latticed, its promise in milliseconds', () => {
    beforeEach(async () => {
      load = await playing(rig.guest, SHORT);
    });

    const start = async (name: string): Promise<Latticed> => {
      await mark(rig.guest, name);
      const options = { promise: 'milliseconds', cpu: 1 - LOADED } as const;
      const daemon = await Latticed.start(rig.guest, product, name, 'balanced', options);
      await moved(rig.guest, 5, name);
      return daemon;
    };

    test('SIGKILL of the helper while raised: its successor restores, and the reflex goes on', PATIENCE, async () => {
      const { guest } = rig;
      const daemon = await start('successor');
      await whenRaised(guest, 'helper-killed', `kill -KILL ${await daemon.helperPid()}`);
      expect(await secondsUntilBack('helper-killed')).toBeLessThan(SECONDS);
      await moved(guest, 5, 'helper-killed');
      const { promise, policies } = await daemon.status();
      expect(promise).toMatchObject({ in: 'milliseconds', reflex: true });
      expect(policies[LOADED]?.reflex?.raises).toBeGreaterThan(0);
      await daemon.stop();
      expect(await allLimits(guest)).toEqual(found);
    });

    test('SIGKILL of the engine while raised', PATIENCE, async () => {
      const daemon = await start('daemon');
      await whenRaised(rig.guest, 'daemon-killed', `kill -KILL ${daemon.pid}`);
      expect(await secondsUntilBack('daemon-killed')).toBeLessThan(SECONDS);
      await helperGone();
      expect(await allLimits(rig.guest)).toEqual(found);
    });
  });
}
