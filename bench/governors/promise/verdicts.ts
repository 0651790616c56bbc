/** Ours against what the machine does by itself, and the bars for it. */
import type { Row } from '../measure.js';
import type { BenchPlatform } from '../platforms.js';
import { mean } from '../qos.js';
import type { Result } from '../score.js';
import { type Summary, summary } from '../statistics.js';

/** One load under the machine's default and under us. */
export interface Pair {
  readonly load: string;
  readonly alone: Row;
  readonly ours: Row;
  /** Our energy over the default's, minus 1. */
  readonly ratio: Summary;
}

/** The most that the default may use less than we on a load on which it keeps both promises. */
const dearer = 0.01;

export const pairsOf = (results: readonly Result[], governor = 'lattice'): Pair[] =>
  results.flatMap(({ load, rows }) => {
    const alone = rows.find(r => r.governor === 'default');
    const ours = rows.find(r => r.governor === governor);
    if (alone === undefined || ours === undefined) return [];
    const ratios = ours.perSeed.map((s, i) => (1 + s.energy) / (1 + (alone.perSeed[i]?.energy ?? Number.NaN)) - 1);
    return [{ load: load.name, alone, ours, ratio: summary(ratios) }];
  });

/** Whether the default keeps both promises and uses noticeably less than we. */
export const isDearer = ({ alone, ratio }: Pair): boolean =>
  alone.judgement.percent && alone.judgement.milliseconds && defaultOver(ratio) < -dearer;

/** The default's energy over ours, minus 1. */
const defaultOver = (ratio: Summary): number => 1 / (1 + ratio.mean) - 1;

/** How far mean energy over all loads has to be below the default's, by what the default is. */
export function leastSaving({ firmware, alone }: BenchPlatform): number {
  if (firmware === undefined) return alone === 'schedutil' ? 0.1 : 0;
  return firmware.preference === 'balance_power' ? 0.08 : 0.12;
}

/** The frame loop under which firmware sags, and what its p99.9 has to gain on mains. */
const sagging = { load: 'sag_frames', gain: 0.25 };

const percent = (share: number): string => (share * 100).toFixed(1);
const line = (what: string, kept: boolean, figure: string): string =>
  `- ${what}: ${figure || 'none'}, ${kept ? 'kept' : 'MISSED'}`;

export function verdictsOn(platform: BenchPlatform, pairs: readonly Pair[]): string[] {
  const { promise = 'percent', source = 'mains' } = platform;
  const list = (which: (p: Pair) => boolean, figure: (p: Pair) => string = () => ''): string =>
    pairs
      .filter(which)
      .map(p => `${p.load}${figure(p)}`)
      .join(', ');
  const none = (what: string, found: string): string => line(what, found === '', found);
  const average = mean(pairs.map(p => p.ratio.mean));
  const least = leastSaving(platform);
  return [
    none(
      'loads on which the default keeps both promises and uses over 1 % less energy than lattice',
      list(isDearer, p => ` (${percent(defaultOver(p.ratio))} %)`),
    ),
    line(
      `mean energy over all loads at least ${percent(least)} % below the default’s (mean of the ratios)`,
      average <= -least,
      `${percent(average)} %`,
    ),
    none(
      'loads on which lattice breaks the promise in milliseconds',
      list(p => !p.ours.judgement.milliseconds),
    ),
    none(
      'loads on which lattice breaks the promise in percent',
      list(p => !p.ours.judgement.percent),
    ),
    `- loads on which the default breaks the promise in ${promise}: ${list(p => !p.alone.judgement[promise]) || 'none'}`,
    ...(source === 'mains' ? pairs.filter(p => p.load === sagging.load).map(sagLine) : []),
  ];
}

function sagLine({ load, alone, ours }: Pair): string {
  const tail = (row: Row): number => row.judgement.p999?.mean ?? Number.NaN;
  const missed = (row: Row): number => row.judgement.missed?.mean ?? Number.NaN;
  const gain = 1 - tail(ours) / tail(alone);
  return line(
    `${load}: fewer late frames than the default, p99.9 at least ${percent(sagging.gain)} % lower`,
    missed(ours) < missed(alone) && gain >= sagging.gain,
    `${percent(missed(ours))} % late against ${percent(missed(alone))} %, p99.9 ${percent(-gain)} %`,
  );
}
