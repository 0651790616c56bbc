import {
  type ControlRequest,
  changedBy,
  type LateOperation,
  type PromptOperation,
} from '../protocol/operations/operations.js';
import { answerTo, type Caller, type ControlSource } from './source.js';

const freshMs = 50;

/** Answers as JSON. The newest status is made once for all clients of a tick: a thousand of them must not cost a thousand times. */
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

  status(caller: Caller): string {
    const now = performance.now();
    if (now - this.madeAt > freshMs) {
      this.json = JSON.stringify(this.source.status({}, caller));
      this.madeAt = now;
    }
    return this.json;
  }

  answer(request: ControlRequest<PromptOperation>, caller: Caller): string {
    if (request.op === 'status') return this.status(caller);
    const json = JSON.stringify(answerTo(this.source, request.op, request, caller));
    if (changedBy(request) !== undefined) this.outdate();
    return json;
  }

  async later(request: ControlRequest<LateOperation>, caller: Caller): Promise<string> {
    return JSON.stringify(await answerTo(this.source, request.op, request, caller));
  }

  left(caller: Caller): void {
    this.source.left(caller);
  }
}
