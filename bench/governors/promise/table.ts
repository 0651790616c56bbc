/** What the machine does by itself, and what it does with us: all platforms in a line each, then each load by load. */
import { millisecondsLawBreakers } from '../law.js';
import type { Row } from '../measure.js';
import type { BenchPlatform } from '../platforms.js';
import { mean } from '../qos.js';
import type { Result } from '../score.js';
import type { Judgement } from './judgement.js';
import { laterMs, type PromiseKind } from './promise.js';
import { isDearer, leastSaving, pairsOf, verdictsOn } from './verdicts.js';

export interface DailyTable {
  readonly platform: BenchPlatform;
  readonly results: readonly Result[];
}

export interface Daily {
  readonly tables: readonly DailyTable[];
  readonly seeds: string;
  /** Times the usual length of a run. */
  readonly length: number;
}

const percent = (share = Number.NaN): string => (Number.isNaN(share) ? '' : (share * 100).toFixed(1));

export function dailyReport({ tables, seeds, length }: Daily): string[] {
  const compared = tables.filter(({ results }) => pairsOf(results).length > 0);
  if (compared.length === 0) return [];
  return [
    '',
    '## Against what the machine does by itself',
    '',
    `Seeds ${seeds}, runs ${Number(length.toFixed(3))} times as long. The default is the same machine without us: the same governor, or the same firmware with the same`,
    'preference and ramp. Later: ms that an answer comes later than under `performance`, mean / p99 / worst of all seeds (the nth job of each stream',
    'against its nth). Missed: deadlines beyond those that `performance` misses. Slower: what is busy for long (batches, answers of over 1 s). The promise',
    'in percent: mean and p99 answer within 5 %; in ms: p99 within D, the worst within 2 D; in both 1 % of the deadlines, and 5 % for what is busy for',
    'long; by upper 95 % bounds. The daemon’s own CPU time and wake-ups are in its energy, and it looks when its helper sends samples. Bold: the',
    'platform’s own promise is broken.',
    '',
    '| platform | loads | mean energy, lattice over default % | loads on which the default keeps both promises and uses over 1 % less | lattice breaks ms on | percent on | the default breaks ms on | percent on |',
    `| --- |${' --- |'.repeat(7)}`,
    ...compared.map(summaryLine),
    ...overRamps(compared),
    ...compared.flatMap(table),
  ];
}

/** Firmware of one preference, however fast it ramps: nobody knows how fast a reader's does. */
function overRamps(compared: readonly DailyTable[]): string[] {
  const kinds = new Map<string, DailyTable[]>();
  for (const table of compared) {
    const { name, source = 'mains', firmware } = table.platform;
    if (firmware === undefined) continue;
    const kind = `${name.replace(/-\d+ms.*/, '')}, ${source}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), table]);
  }
  const lines = [...kinds].map(([kind, tables]) => {
    const ratio = mean(tables.flatMap(t => pairsOf(t.results).map(p => p.ratio.mean)));
    const least = Math.max(...tables.map(t => leastSaving(t.platform)));
    const verdict = ratio <= -least ? 'kept' : 'MISSED';
    return `- ${kind}: ${percent(ratio)} %, at least ${percent(least)} % below: ${verdict}`;
  });
  if (lines.length === 0) return [];
  return ['', 'Mean energy, lattice over default, over all ramps of the firmware:', '', ...lines];
}

function summaryLine({ platform, results }: DailyTable): string {
  const pairs = pairsOf(results);
  const broken = (of: 'ours' | 'alone', promise: PromiseKind): number =>
    pairs.filter(p => !p[of].judgement[promise]).length;
  const cells = [
    platform.name,
    pairs.length,
    percent(mean(pairs.map(p => p.ratio.mean))),
    pairs.filter(isDearer).length,
    broken('ours', 'milliseconds'),
    broken('ours', 'percent'),
    broken('alone', 'milliseconds'),
    broken('alone', 'percent'),
  ];
  return `| ${cells.join(' | ')} |`;
}

function table({ platform, results }: DailyTable): string[] {
  const { promise = 'percent', source = 'mains', name } = platform;
  const pairs = pairsOf(results);
  const whose = ['loss %', 'later ms', 'missed %', 'slower %', 'keeps'];
  const heads = [
    ...['load', 'default: energy %', 'lattice: energy %', 'oracle %', 'oracle ms', 'lattice over default %'],
    ...whose.map(head => `default: ${head}`),
    ...whose.map(head => `lattice: ${head}`),
  ];
  return [
    '',
    `### ${name}: promise in ${promise}, D ${laterMs[source]} ms`,
    '',
    `| ${heads.join(' | ')} |`,
    `|${' --- |'.repeat(heads.length)}`,
    ...pairs.map(({ load, alone, ours, ratio }) => {
      const rows = results.find(r => r.load.name === load)?.rows ?? [];
      const bound = (governor: string): string => percent(rows.find(r => r.governor === governor)?.energy.mean);
      const energies = [percent(alone.energy.mean), percent(ours.energy.mean), bound('oracle'), bound('oracle ms')];
      return `| ${[load, ...energies, percent(ratio.mean), ...felt(alone, promise), ...felt(ours, promise)].join(' | ')} |`;
    }),
    '',
    ...verdictsOn(platform, pairs),
    lawLine(results, laterMs[source]),
  ];
}

function lawLine(results: readonly Result[], later: number): string {
  const broken = results.flatMap(r => millisecondsLawBreakers(r, later));
  const found = broken.join('; ') || 'none';
  return `- governors that bring every answer within D for less than the oracle in ms: ${found}, ${broken.length === 0 ? 'kept' : 'MISSED'}`;
}

function felt({ loss, judgement }: Row, promise: PromiseKind): string[] {
  const { later, missed, slower } = judgement;
  const ms = (value: number): string => value.toFixed(1);
  return [
    percent(loss.mean),
    later === undefined ? '' : `${ms(later.mean.mean)} / ${ms(later.p99.mean)} / ${ms(later.worst)}`,
    percent(missed?.mean),
    percent(slower?.mean),
    kept(judgement, promise),
  ];
}

function kept(judgement: Judgement, promise: PromiseKind): string {
  const { percent: inPercent, milliseconds } = judgement;
  const words = inPercent ? (milliseconds ? 'both' : 'percent') : milliseconds ? 'ms' : 'neither';
  return judgement[promise] ? words : `**${words}**`;
}
