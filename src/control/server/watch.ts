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

  /** Something new is there to be told: now, or when this client's period is over, so that the last tick before a quiet spell is never lost. */
  news(): void {
    if (this.timer !== undefined) return;
    // A tick that comes a little early by its timer's jitter still counts as this period's.
    const wait = this.periodMs * 0.9 - (performance.now() - this.sentAt);
    if (wait <= 0) this.tell();
    else this.timer = setTimeout(() => this.tell(), wait).unref();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private tell(): void {
    this.timer = undefined;
    this.sentAt = performance.now();
    this.send();
  }
}
