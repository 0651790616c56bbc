/** All runs of a bench, saved in a file of one JSON object per line if a file is given: an interrupted bench continues from it. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Run } from './run.js';

export interface RecordKey {
  readonly driver: string;
  readonly load: string;
  readonly governor: string;
  readonly seed: number;
  readonly scale: number;
}

export type RunRecord = RecordKey & { readonly run: Run };

const same = (a: RecordKey, b: RecordKey): boolean =>
  a.driver === b.driver && a.load === b.load && a.governor === b.governor && a.seed === b.seed && a.scale === b.scale;

export class Records {
  readonly #file: string | undefined;
  readonly #all: RunRecord[];

  constructor(file: string | undefined) {
    this.#file = file;
    const lines = file !== undefined && existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
    this.#all = lines.map(line => JSON.parse(line) as RunRecord);
  }

  find(key: RecordKey): Run | undefined {
    return this.#all.find(record => same(record, key))?.run;
  }

  add(record: RunRecord): void {
    this.#all.push(record);
    if (this.#file !== undefined) appendFileSync(this.#file, `${JSON.stringify(record)}\n`);
  }
}
