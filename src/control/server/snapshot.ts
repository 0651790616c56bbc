import type { Change } from '../protocol/change.js';
import type { ExperimentRequest, FeedbackRequest } from '../protocol/messages.js';
import type { Requester } from '../protocol/requester.js';
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

  feedback(say: FeedbackRequest): string {
    return JSON.stringify(this.source.feedback(say));
  }

  requests(): string {
    return JSON.stringify(this.source.requests());
  }

  change(change: Change, who: Requester, client: object): string {
    return JSON.stringify(this.source.change(change, who, client));
  }

  left(client: object): void {
    this.source.left(client);
  }

  experiment(wanted: ExperimentRequest): string {
    const json = JSON.stringify(this.source.experiment(wanted));
    this.outdate();
    return json;
  }

  description(): string {
    return JSON.stringify(this.source.description());
  }
}
