/** Events at given times; events at the same time happen in the order in which they were added. */
export class Agenda {
  private entries: { readonly at: number; readonly act: (at: number) => void }[] = [];

  /** Time of the next entry, ms; infinite when there is none. */
  get next(): number {
    return this.entries[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  add(at: number, act: (at: number) => void): void {
    const before = this.entries.findIndex(e => e.at > at);
    this.entries.splice(before < 0 ? this.entries.length : before, 0, { at, act });
  }

  /** Runs the events due by `now`; an event may add further ones. */
  run(now: number): void {
    for (let due = this.entries[0]; due !== undefined && due.at <= now; due = this.entries[0]) {
      this.entries.shift();
      due.act(due.at);
    }
  }
}
