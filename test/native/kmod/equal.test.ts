import { describe, expect, it } from 'vitest';
import { rebuild } from '../../../src/governor/kernel/rebuild.js';
import { Random } from '../../fixtures/random.js';
import { seed } from '../../seed.js';
import { play, player } from './play.js';

const range = (random: Random, least: number, most: number): number => least + random.below(most - least + 1);

/** Whatever the tunables allow. */
const anyTerms = (random: Random): string =>
  [
    range(random, 10_000, 100_000),
    ...[range(random, 0, 64_000), range(random, 10, 100)],
    ...[range(random, 0, 64_000), range(random, 10, 100)],
    ...[range(random, 100, 200), range(random, 2000, 20_000)],
  ].join(' ');

/** µs since the last look, and those of them that were idle: a tick, a frame, anything, a long rest, or numbers that no clock gives. */
function anyTimes(random: Random): [number, number] {
  const wall = random.pick([
    () => range(random, 0, 6000),
    () => range(random, 0, 40_000),
    () => range(random, 635_000, 645_000),
    () => range(random, 0, 2 ** 31),
    () => 2 ** 33,
  ])();
  return [wall, random.pick([0, wall, Math.floor(wall / 2), range(random, 0, 2 ** 31)])];
}

const anyClock = (random: Random): string =>
  random.pick([
    '800000 4600000',
    '3450001 4600000',
    '4600000 4600000',
    '5000000 4600000',
    '0 1',
    '4294967295 4294967295',
  ]);

/** Looks of no meaning at two CPUs. */
function* anything(random: Random, count: number): Generator<string> {
  for (let i = 0; i < count; i++) {
    if (random.below(200) === 0) yield `terms ${anyTerms(random)}`;
    if (random.below(300) === 0) yield `new ${random.below(2)}`;
    for (const cpu of [0, 1]) yield `look ${cpu} ${anyTimes(random).join(' ')} ${random.below(2)} ${anyClock(random)}`;
    yield 'choice 4600000';
  }
}

/** Pieces of work at a period, now and then of no period: what the gate is about. Each piece is seen when it begins and at ticks. */
function* pieces(random: Random, count: number): Generator<string> {
  let period = 16_667;
  for (let i = 0; i < count; i++) {
    if (random.below(400) === 0) period = random.pick([0, 8333, 16_667, 33_333, 50_000]);
    const run = range(random, 1000, 7000);
    const rest = period === 0 ? range(random, 500, 30_000) : Math.max(1000, period - run);
    yield `look 0 ${rest} ${rest} 1 ${anyClock(random)}`;
    yield `look 0 ${run} 0 0 3450000 4600000`;
    yield 'choice 4600000';
  }
}

describe('the governor of the kernel and its reference', () => {
  it('are equal to the bit for looks of any meaning and of none', () => {
    const program = player();
    let [looks, regular, irregular] = [0, 0, 0];
    for (let round = 0; round < 4; round++) {
      const random = new Random(seed + round);
      const streams = round % 2 === 0 ? anything(random, 250) : pieces(random, 1800);
      const found = rebuild(play(program, [`terms ${anyTerms(random)}`, ...streams]));
      expect(found.mismatches.slice(0, 3)).toEqual([]);
      looks += found.looks;
      regular += found.regular;
      irregular += found.looks - found.regular;
    }
    expect(looks).toBeGreaterThan(5000);
    expect(Math.min(regular, irregular)).toBeGreaterThan(500);
  });

  it('differ where a figure is not what was seen', () => {
    const text = play(player(), [
      'terms 50000 8000 75 16000 40 125 2000',
      'look 0 9000 0 0 4600000 4600000',
      'choice 4600000',
    ]);
    expect(rebuild(text)).toMatchObject({ looks: 1, choices: 1, highest: 1, mismatches: [] });
    const { mismatches } = rebuild(text.replace('idle_us=0', 'idle_us=2000'));
    expect(mismatches.map(({ figure }) => figure)).toEqual(['age_us', 'filtered', 'want', 'want', 'khz']);
  });
});
