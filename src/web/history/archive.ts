import type { JournalReader } from '../../journal/query/query.js';
import type { Moment } from '../told/recent.js';
import { type SpanName, spans } from './spans.js';

/** Lets `use` ask the journal; rejects with why there is none. */
export type AskJournal = <T>(use: (reader: JournalReader) => T) => Promise<T>;

/** Answers of the journal as JSON, made once for all who ask within a while: a hundred open pages must not read a year a hundred times. */
export class Archive {
  private readonly ask: AskJournal;
  private readonly clock: () => number;
  private readonly made = new Map<SpanName, { readonly at: number; readonly json: Promise<string> }>();

  constructor(ask: AskJournal, clock: () => number = () => performance.now()) {
    this.ask = ask;
    this.clock = clock;
  }

  /** A span up to now. What reads it is loaded with the first. */
  history(span: SpanName): Promise<string> {
    const now = this.clock();
    const known = this.made.get(span);
    if (known !== undefined && now - known.at < spans[span].freshMs) return known.json;
    const json = this.read(span);
    this.made.set(span, { at: now, json });
    // A failure is nobody's answer but of those who wait for it.
    json.catch(() => this.made.delete(span));
    return json;
  }

  private async read(span: SpanName): Promise<string> {
    const { historyOf } = await import('./told.js');
    return JSON.stringify(await this.ask(reader => historyOf(reader, span, Date.now())));
  }

  async before(): Promise<Moment[]> {
    const { beforeOf } = await import('./before.js');
    return this.ask(reader => beforeOf(reader, Date.now()));
  }
}
