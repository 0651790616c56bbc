/** One client's `watch`: paces the lines it gets, and always ends on the newest state. */
export class Watch {
  private readonly periodMs: number;
  private readonly send: () => void;
  private timer: NodeJS.Timeout | undefined;
  private sentAt = Number.NEGATIVE_INFINITY;

  constructor(hz: number, send: () => void) {
    this.periodMs = 1000 / hz;
    this.send = send;
  }

  /** Something new can be sent: now, or when this client's period is over, so that the last tick before a quiet time is never lost. */
  news(): void {
    if (this.timer !== undefined) return;
    // A tick that comes a little early by its timer's jitter still counts as this period's.
    const wait = this.periodMs * 0.9 - (performance.now() - this.sentAt);
    if (wait <= 0) this.sendNow();
    else this.timer = setTimeout(() => this.sendNow(), wait).unref();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private sendNow(): void {
    this.timer = undefined;
    this.sentAt = performance.now();
    this.send();
  }
}
