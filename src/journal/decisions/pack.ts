/**
 * A pack: decisions of one scope, compressed without loss to about a fifth of what they take as rows.
 *
 * 1. By columns, since the values of a column are more alike than those of a row; figures by their place.
 * 2. What grows (id, from) as the difference from the row before; texts and forms once, the rows hold their numbers.
 * 3. Everything as JSON, deflated.
 */
import { deflateSync, inflateSync } from 'node:zlib';
import { Dictionary } from '../dictionary.js';
import type { DecisionRecord } from './decision-record.js';

/** The columns of `decision_pack` that are needed to read its decisions. */
export interface PackRow {
  readonly id: number;
  readonly scope: string;
  readonly content: Buffer;
}

interface Content {
  readonly texts: readonly string[];
  /** Reasons, features and the number of their places. */
  readonly forms: readonly (readonly [reasons: string, features: string, places: number])[];
  /** One column after another: id, from, duration, ticks, govern, profile, before, after, readback, form. */
  readonly rows: readonly (readonly number[])[];
  /** By place: the figures of all rows whose form has that place, separated by commas. */
  readonly figures: readonly string[];
}

const none = -1;

export function packed(records: readonly DecisionRecord[]): Buffer {
  const texts = new Dictionary<string>();
  const forms = new Dictionary<Content['forms'][number]>();
  const figures: string[][] = [];
  let [id, from] = [0, 0];
  const rows = records.map(record => {
    const own = record.figures === '' ? [] : record.figures.split(',');
    for (const [place, figure] of own.entries()) {
      const at = figures[place] ?? [];
      at.push(figure);
      figures[place] = at;
    }
    const form = [record.reasons, record.features, own.length] as const;
    const steps = [record.id - id, record.from - from];
    [id, from] = [record.id, record.from];
    return [
      ...steps,
      record.durationMs,
      record.ticks,
      record.govern,
      texts.numberOf(record.profile),
      texts.numberOf(record.before),
      texts.numberOf(record.after),
      record.readback === null ? none : texts.numberOf(record.readback),
      forms.numberOf(form, form.join('\n')),
    ];
  });
  const columns = (rows[0] ?? []).map((_, column) => rows.map(row => row[column] ?? 0));
  const content: Content = {
    texts: texts.values,
    forms: forms.values,
    rows: columns,
    figures: figures.map(at => at.join()),
  };
  return deflateSync(JSON.stringify(content), { level: 9 });
}

export function unpacked(pack: Uint8Array): DecisionRecord[] {
  const { texts, forms, rows, figures } = JSON.parse(inflateSync(pack).toString()) as Content;
  const left = figures.map(at => ({ all: at.split(','), next: 0 }));
  const text = (of: number | undefined): string => texts[of ?? none] ?? '';
  // By index: with iterators and a copy of each row this takes twice as long.
  const [ids = [], froms = [], durations = [], ticks = [], govern = [], profile = [], before = [], after = []] = rows;
  const [readback = [], form = []] = rows.slice(8);
  let [id, from] = [0, 0];
  return ids.map((step, row) => {
    const [reasons, features, places] = forms[form[row] ?? none] ?? ['[]', '{}', 0];
    id += step;
    from += froms[row] ?? 0;
    let own = '';
    for (let place = 0; place < places; place++) {
      const at = left[place];
      if (at !== undefined) own += `${place > 0 ? ',' : ''}${at.all[at.next++]}`;
    }
    return {
      id,
      from,
      durationMs: durations[row] ?? 0,
      ticks: ticks[row] ?? 0,
      govern: govern[row] ?? 0,
      profile: text(profile[row]),
      before: text(before[row]),
      after: text(after[row]),
      readback: readback[row] === none ? null : text(readback[row]),
      reasons,
      features,
      figures: own,
    };
  });
}

/** Throws if the bytes are not those that were packed: they end with a checksum. */
export function checkPack(pack: Uint8Array): void {
  inflateSync(pack);
}
