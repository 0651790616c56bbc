import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { rebuild } from '../../../src/governor/kernel/rebuild.js';
import { GuestFileError } from '../guest/agent.js';
import type { Guest } from '../guest.js';
import { CPUFREQ } from '../limits.js';
import { playing } from '../load.js';
import { until } from '../poll.js';
import { GovernorModule } from './module.js';

const TOP = 4_600_000;
/** Switches of the governor under load. */
const SWITCHES = Number(process.env.LATTICE_RIG_SWITCHES ?? 100);
const PATIENCE = { timeout: 400_000 + 5000 * SWITCHES };

/** Each with its default, and values outside its range. */
const TUNABLES = {
  rate_us: [1000, '499', '2001'],
  rest_us: [2000, '1999', '20001'],
  tau_us: [50_000, '9999', '100001'],
  young_us: [8000, '-1', '64001'],
  young_percent: [75, '9', '101'],
  pace_us: [16_000, '-1', '64001'],
  pace_percent: [40, '9', '101'],
  margin_percent: [125, '99', '201'],
} as const;

/** What the governor has to do on any driver, in the order of a life: each test goes on where the one before it ended. */
export function governorTests(rig: { readonly guest: Guest }, usual: string): void {
  let module: GovernorModule;

  const clock = (): number => rig.guest.physics.cores[0]?.khz ?? Number.NaN;
  const governors = (): Promise<string> => rig.guest.readFile(`${CPUFREQ}/policy0/scaling_available_governors`);
  const chosen = (cpu: number): Promise<string> => rig.guest.readFile(`${CPUFREQ}/policy${cpu}/scaling_governor`);
  const refusal = (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => 'accepted',
      (error: unknown) => (error instanceof GuestFileError ? error.code : String(error)),
    );
  const starts = (what: string, least: number): Promise<number> =>
    until(what, clock, khz => khz >= least && khz < least + 400_000, { every: 5 });

  beforeAll(async () => {
    module = new GovernorModule(rig.guest);
    await module.install();
  });

  test('it registers, and nobody has it until it is chosen', async () => {
    expect((await governors()).split(' ')).not.toContain('lattice');
    await module.load();
    expect((await governors()).trim().split(' ')).toContain('lattice');
    expect([await chosen(0), await chosen(1)]).toEqual([usual, usual]);
    await module.record();
    await module.choose('lattice');
    expect([await chosen(0), await chosen(1)]).toEqual(['lattice', 'lattice']);
    for (const [name, [value]] of Object.entries(TUNABLES)) expect(await module.read(name), name).toBe(value);
  });

  test(
    'a stretch starts at its clock, gets the highest when it is old, and the next one starts anew',
    PATIENCE,
    async () => {
      await starts('the start clock', 0.75 * TOP);
      const load = await playing(rig.guest, { mode: 'busy', seconds: 600 });
      await until('the highest clock', clock, khz => khz === TOP);
      await load.stop();
      await starts('the start clock again', 0.75 * TOP);
      const pieces = await playing(rig.guest, { mode: 'poisson', seconds: 600, rate: 4, work: 30 });
      const before = { raises: await module.read('raises'), lowerings: await module.read('lowerings') };
      const moved = async () => [
        (await module.read('raises')) - before.raises,
        (await module.read('lowerings')) - before.lowerings,
      ];
      await until('raises and lowerings', moved, counts => Math.min(...counts) >= 5);
      await pieces.stop();
      expect(await module.read('refused')).toBe(0);
      expect(await module.read('requests')).toBeGreaterThan(10);
    },
  );

  test('a tunable is obeyed, and a limit too', PATIENCE, async () => {
    await module.write('young_percent', '40');
    expect(await module.read('bound_us')).toBe(((8000 + 4000 + 1000) * 60) / 100);
    await starts('the lower start clock', 0.4 * TOP);
    await rig.guest.writeFile(`${CPUFREQ}/policy0/scaling_max_freq`, '1400000');
    await until('the limit', clock, khz => khz <= 1_400_000);
    await rig.guest.writeFile(`${CPUFREQ}/policy0/scaling_max_freq`, String(TOP));
    await starts('the start clock without the limit', 0.4 * TOP);
    await module.write('young_percent', '75');
  });

  test('a value out of range is refused, and changes nothing', async () => {
    for (const [name, [value, below, above]] of Object.entries(TUNABLES))
      for (const wrong of [below, above, 'x', '5000000000', '1 2']) {
        expect(await refusal(module.write(name, wrong)), `${name} ${wrong}`).toBe('EINVAL');
        expect(await module.read(name), name).toBe(value);
      }
    for (const name of ['looks', 'raises', 'bound_us'])
      expect(await refusal(module.write(name, '1')), name).not.toBe('accepted');
  });

  test('regular work is paced, and each decision is what the reference makes of what was seen', PATIENCE, async () => {
    // So slow that what keeps an emulated CPU from its work for some ms is no change of the rhythm.
    const frames = await playing(rig.guest, { mode: 'frames', seconds: 600, rate: 10, work: 25, memory: 0 });
    const regular = () => module.read('regular');
    await until('a regular CPU', regular, count => count > 0, { timeout: 300_000, every: 500 });
    const paced = (khz: number): boolean => khz >= 0.4 * TOP && khz < 0.7 * TOP;
    await until('a paced clock', clock, paced, { timeout: 300_000, every: 5 });
    await frames.stop();
    const { mismatches, ...counts } = rebuild(await readFile(await module.recorded(), 'utf8'));
    console.log(`rebuilt: ${JSON.stringify(counts)}`);
    expect(mismatches.slice(0, 5)).toEqual([]);
    expect(counts.looks).toBeGreaterThan(1000);
    expect(counts.regular).toBeGreaterThan(10);
    expect(counts.highest).toBeGreaterThan(10);
  });

  test('it cannot be taken out while it is used', async () => {
    const { code, stderr } = await rig.guest.exec('rmmod cpufreq_lattice');
    expect(code).not.toBe(0);
    expect(stderr).toContain('in use');
    expect(await chosen(0)).toBe('lattice');
  });

  test('a CPU that goes offline and comes back keeps it', async () => {
    const online = '/sys/devices/system/cpu/cpu1/online';
    await rig.guest.writeFile(online, '0');
    await rig.guest.writeFile(online, '1');
    expect(await chosen(1)).toBe('lattice');
    const before = await module.read('looks');
    await until(
      'looks',
      () => module.read('looks'),
      looks => looks > before,
    );
  });

  test(`${SWITCHES} switches of the governor under load leave nothing in the log`, PATIENCE, async () => {
    const load = await playing(rig.guest, { mode: 'poisson', seconds: 6000, rate: 40, work: 8 });
    const set = (governor: string): string =>
      `echo ${governor} > ${CPUFREQ}/policy0/scaling_governor && echo ${governor} > ${CPUFREQ}/policy1/scaling_governor`;
    const loop = `i=0; while [ $i -lt ${SWITCHES} ]; do ${set('lattice')} && ${set(usual)} || exit 1; i=$((i+1)); done; echo $i`;
    expect((await rig.guest.run(loop, PATIENCE)).trim()).toBe(String(SWITCHES));
    await module.choose('lattice');
    const before = await module.read('looks');
    await until(
      'looks',
      () => module.read('looks'),
      looks => looks > before,
    );
    await load.stop();
    expect(await module.complaints()).toEqual([]);
  });

  test('it goes without a trace, and can come again', async () => {
    await module.choose(usual);
    await module.unload();
    expect((await governors()).split(' ')).not.toContain('lattice');
    expect(await refusal(rig.guest.readFile(`${GovernorModule.folder}/looks`))).toBe('ENOENT');
    await module.load();
    await module.choose('lattice');
    expect(await module.read('young_percent')).toBe(75);
    await module.choose(usual);
    await module.unload();
    expect(await module.complaints()).toEqual([]);
  });
}
