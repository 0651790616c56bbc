import { needsLooks, type Request } from './request.js';

/** How often is looked whether a process still runs. */
export const betweenLooksMs = 1000;
/** setTimeout takes no more than 2^31 ms. */
const longestWaitMs = 3_600_000;

/** One timer for the request that ends first; a machine that slept meanwhile is looked at by the tick that follows. */
export class RequestTimer {
  private readonly due: () => void;
  private timer: NodeJS.Timeout | undefined;

  constructor(due: () => void) {
    this.due = due;
  }

  /** Whether something may end by itself. */
  get armed(): boolean {
    return this.timer !== undefined;
  }

  arm(requests: readonly Request[], nowSeconds: number): void {
    this.stop();
    if (!requests.some(w => w.end.at !== undefined || needsLooks(w))) return;
    const waits = requests.map(w => {
      if (w.end.at !== undefined) return Math.max(0, (w.end.at - nowSeconds) * 1000);
      return needsLooks(w) ? betweenLooksMs : longestWaitMs;
    });
    this.timer = setTimeout(this.due, Math.min(longestWaitMs, ...waits)).unref();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
