/** Replies that wait in memory for all clients of a socket together: each alone may have some, all at once must not fill the daemon's memory. */
export class Backlog {
  private readonly most: number;
  private bytes = 0;

  constructor(most: number) {
    this.most = most;
  }

  /** A client that had `before` bytes waiting has `now`. */
  moved(before: number, now: number): void {
    this.bytes += now - before;
  }

  get full(): boolean {
    return this.bytes > this.most;
  }
}
