import { orderOf } from '../../../src/experiment/coin.js';
import type { ExperimentEntry } from '../../../src/journal/experiment-entries.js';
import type { Conditions, Series, SlotRow } from '../../../src/journal/write-model.js';
import { openJournal } from '../../../src/journal/writer/opening.js';
import { Writer } from '../../../src/journal/writer/writer.js';
import { decision } from '../../journal/support.js';

const hour = 3_600_000;

export interface Made {
  readonly from: number;
  readonly until: number;
  readonly step: number;
  readonly simulated?: boolean;
  /** An experiment that found that balanced saves so much of kernel's energy. */
  readonly saving?: number;
}

/** A journal of 10 W, and 40 W in its second half; a decision in each hour, or one. */
export function writeJournal(path: string, { from, until, step, simulated = false, saving }: Made): void {
  const profile = saving === undefined ? '<i>balanced</i>' : 'balanced';
  const under: Conditions = { mode: 'govern', profile, source: 'mains', governor: 'schedutil' };
  const { db } = openJournal(path, from);
  const writer = new Writer(db);
  writer.begin({ started: from, bootId: 'b', version: '0', machine: 'linux', simulated });
  const slots: SlotRow[] = [];
  for (let slot = from; slot < until; slot += step) {
    const late = slot >= (from + until) / 2;
    const gauge = (series: Series, value: number): SlotRow => ({
      slot,
      series,
      under,
      part: 0,
      measuredMs: step,
      integral: value * (series.kind === 'energy' ? step / 1000 : step),
      min: value,
      max: value,
    });
    slots.push(
      gauge({ kind: 'energy', name: 'package0' }, late ? 40_000 : 10_000),
      gauge({ kind: 'temperature', name: 'hottest' }, late ? 80_000 : 50_000),
      gauge({ kind: 'frequency', name: 'package0' }, 2_000_000),
    );
  }
  const decisions = Array.from({ length: Math.min(48, Math.ceil((until - from) / hour)) }, (_, i) =>
    decision({ key: i + 1, from: from + i * hour, until: from + (i + 1) * hour - 1 }),
  );
  const experiments = saving === undefined ? [] : experimentOf(saving, from);
  writer.write({ until, decisions, slots, gaps: [], events: [], experiments });
  writer.end(until);
  db.close();
}

function experimentOf(saving: number, started: number): ExperimentEntry[] {
  const experiment = {
    started,
    a: 'balanced',
    b: 'kernel',
    periodMs: 600_000,
    washoutMs: 60_000,
    forMs: 8 * hour,
    seed: 7,
    unit: 'instructions',
    ended: started + 8 * hour,
    end: 'done',
  } as const;
  return Array.from({ length: 48 }, (_, i) => {
    const block = Math.floor(i / 2);
    const arm = orderOf(experiment.seed, block)[i % 2 === 0 ? 0 : 1];
    const share = arm === 'a' ? (1 - saving) * Math.exp(0.05 * Math.sin(2.4 * block)) : 1;
    const from = started + i * experiment.periodMs;
    const figures = { millijoules: Math.round(5_400_000 * share), work: 1e12, measuredMs: 540_000 };
    const period = { block, arm, from, until: from + experiment.periodMs, ...figures };
    return { experiment, period: { ...period, meanMillicelsius: 61_500, told: [], dropped: null } };
  });
}
