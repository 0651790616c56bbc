import { beforeAll, describe, expect, test } from 'vitest';
import { Latticed } from '../daemon.js';
import type { GuestFileError } from '../guest/agent.js';
import { type JournalContents, readJournal } from '../journal.js';
import { CPUFREQ, guestSeconds, registers } from '../limits.js';
import { part } from '../part.js';
import { until } from '../poll.js';
import { installProduct } from '../product.js';

const product = await installProduct('rivals-writes');
const rig = part({ variant: 'amd-pstate', name: 'rivals-writes' });

const POLICY = `${CPUFREQ}/policy0`;
const ON_MAINS = 128;
const ON_BATTERY = 191;
const HARDWARE = 230;
/** What the second writer sets: 2 GHz. */
const THEIRS = 100;
/** Longer than a plan takes that changes under load, in guest seconds. */
const REST = 4;

let daemon: Latticed;

/**
 * Ends once a limit of ours has come to rest: a write of ours that is just under way would win over anybody's. Which limit depends on
 * what the CPU did before, as small moves are not made.
 */
async function limited(cpu: number): Promise<void> {
  let [max, since] = [HARDWARE, 0];
  const rested = async (): Promise<number> => {
    const now = await guestSeconds(rig.guest);
    const seen = registers(rig.guest, cpu).max;
    if (seen !== max || seen === HARDWARE || seen === THEIRS) [max, since] = [seen, now];
    return now - since;
  };
  await until('our limit at rest', rested, time => time > REST, { timeout: 60_000, every: 200 });
}

async function kept(what: string, seconds: number, holds: () => Promise<boolean>): Promise<void> {
  const from = await guestSeconds(rig.guest);
  const elapsed = async (): Promise<number> => {
    expect(await holds(), what).toBe(true);
    return (await guestSeconds(rig.guest)) - from;
  };
  await until(what, elapsed, time => time > seconds, { timeout: 4000 * seconds, every: 200 });
}

describe('other people write too', () => {
  beforeAll(async () => {
    // It is a cap that the second writer takes away, and that has to come to rest: in milliseconds there is none.
    daemon = await Latticed.start(rig.guest, product, 'others', 'balanced', { promise: 'percent' });
    await daemon.warm();
    await limited(0);
  });

  test("AC unplugged: the battery's budget applies within 2 s, and the mains' again", async () => {
    const { guest } = rig;
    for (const [online, epp] of [
      [false, ON_BATTERY],
      [true, ON_MAINS],
    ] as const) {
      const from = await guestSeconds(guest);
      guest.physics.setOnline(online);
      await until(
        `EPP ${epp}`,
        () => [0, 1].map(cpu => registers(guest, cpu).epp),
        seen => seen.every(e => e === epp),
        { every: 10 },
      );
      expect((await guestSeconds(guest)) - from).toBeLessThan(2);
    }
  });

  test('a second writer of scaling_max_freq is not fought over', async () => {
    await rig.guest.writeFile(`${POLICY}/scaling_max_freq`, '2000000');
    await kept(
      'the other value',
      8,
      async () => (await rig.guest.readFile(`${POLICY}/scaling_max_freq`)) === '2000000',
    );
    await limited(0);
  });

  test('under the performance governor EPP is refused: the daemon goes on, and recovers when that is gone', async () => {
    const { guest } = rig;
    await guest.writeFile(`${POLICY}/scaling_governor`, 'performance');
    const refused = guest.writeFile(`${POLICY}/energy_performance_preference`, 'balance_power');
    expect(await refused.catch((error: GuestFileError) => error.code)).toBe('EBUSY');
    // On battery another EPP is wanted, which can't be had on CPU 0.
    guest.physics.setOnline(false);
    await until(
      'EPP of the other CPU',
      () => registers(guest, 1).epp,
      epp => epp === ON_BATTERY,
    );
    await kept('EPP performance', 12, async () => daemon.running && registers(guest).epp === 0);

    await guest.writeFile(`${POLICY}/scaling_governor`, 'powersave');
    await until(
      'EPP recovered',
      () => registers(guest).epp,
      epp => epp === ON_BATTERY,
      { timeout: 6000 },
    );
    guest.physics.setOnline(true);
    await until(
      'EPP ours to move',
      () => registers(guest).epp,
      epp => epp === ON_MAINS,
    );
    await limited(0);
  });

  test('CPU 1 goes offline and comes back under our limits', async () => {
    const { guest } = rig;
    const online = '/sys/devices/system/cpu/cpu1/online';
    await limited(1);
    await guest.writeFile(online, '0');
    await kept('the daemon alive', 4, async () => daemon.running);
    await guest.writeFile(online, '1');
    await limited(1);
    const { policies, controls } = await daemon.status();
    expect(policies.map(policy => policy.online)).toEqual([true, true]);
    for (const { name, state } of controls) expect([name, state]).toEqual([name, 'held']);
  });

  describe('in the journal', () => {
    let journal: JournalContents;
    const said = (control: string): string[] =>
      journal.events.filter(({ what }) => what === control).map(({ kind }) => kind);

    beforeAll(async () => {
      await daemon.stop();
      journal = await readJournal(rig.guest, daemon.stateDir);
    });

    test('the change of source is a decision with its reason', () => {
      for (const [epp, source] of [
        ['balance_power', 'battery'],
        ['balance_performance', 'mains'],
      ]) {
        const row = journal.decisions.find(({ after }) => after.epp === epp);
        expect(row?.reasons.find(({ control }) => control === 'epp')?.facts).toMatchObject({
          profile: 'balanced',
          source,
        });
      }
    });

    test('the second writer is drift, once, and then taken up again', () => {
      expect(said('policy0.max_freq')).toEqual(['drift', 'resumed']);
      const drift = journal.events.find(({ what, kind }) => what === 'policy0.max_freq' && kind === 'drift');
      expect(drift?.detail.readback).toBe(2_000_000);
    });

    test('the EPP that could not be had is said once, and that it can be had again', () => {
      expect(said('policy0.epp').filter(kind => kind !== 'notice')).toEqual(['refused', 'recovered']);
    });

    test("CPU 1's absence is no error", () => {
      for (const control of ['epp', 'min_freq', 'max_freq']) expect(said(`policy1.${control}`), control).toEqual([]);
      expect(journal.gaps).toEqual([]);
    });
  });
});
