import type { Asker } from '../protocol/asker.js';
import type { Change } from '../protocol/change.js';
import type { ExperimentWish, FeedbackWish } from '../protocol/messages.js';
import type { ControlSource } from './source.js';

const freshMs = 50;

/** The newest status as JSON, made once for all clients of a tick: a thousand of them must not cost a thousand times. */
export class Snapshot {
  private readonly source: ControlSource;
  private json = '';
  private madeAt = Number.NEGATIVE_INFINITY;

  constructor(source: ControlSource) {
    this.source = source;
  }

  /** Called after each tick, and when something changed between two. */
  outdate(): void {
    this.madeAt = Number.NEGATIVE_INFINITY;
  }

  status(): string {
    const now = performance.now();
    if (now - this.madeAt > freshMs) {
      this.json = JSON.stringify(this.source.status());
      this.madeAt = now;
    }
    return this.json;
  }

  signals(name: string | undefined): string {
    return JSON.stringify(this.source.signals(name));
  }

  feedback(say: FeedbackWish): string {
    return JSON.stringify(this.source.feedback(say));
  }

  wishes(): string {
    return JSON.stringify(this.source.wishes());
  }

  change(change: Change, who: Asker, client: object): string {
    return JSON.stringify(this.source.change(change, who, client));
  }

  left(client: object): void {
    this.source.left(client);
  }

  experiment(wish: ExperimentWish): string {
    const json = JSON.stringify(this.source.experiment(wish));
    this.outdate();
    return json;
  }

  description(): string {
    return JSON.stringify(this.source.description());
  }
}
