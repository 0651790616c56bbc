import type { ServerResponse } from 'node:http';

/** More pages at once than people open; the rest is told to come back. */
export const mostListeners = 128;
/** A page that reads nothing for so long is dropped. */
const stallMs = 30_000;

/** One open page. */
interface Listener {
  readonly response: ServerResponse;
  /** When it was last seen to have read everything; monotonic ms. */
  readAt: number;
}

/**
 * Pages that listen to server-sent events. Each event is made once for all. A page that has not read the one before is left out: new states matter,
 * old ones do not. So at most one event waits in memory for each, and who reads nothing is dropped.
 */
export class Listeners {
  private readonly all = new Set<Listener>();
  private readonly clock: () => number;
  private readonly changed: (some: boolean) => void;

  /** `changed` is told when the first page comes and the last one leaves. */
  constructor(changed: (some: boolean) => void, clock: () => number = () => performance.now()) {
    this.changed = changed;
    this.clock = clock;
  }

  get count(): number {
    return this.all.size;
  }

  /** Takes a page in, unless there are too many; `first` is what it is told at once. */
  add(response: ServerResponse, headers: Readonly<Record<string, string>>, first: readonly string[]): boolean {
    if (this.all.size >= mostListeners) return false;
    response.writeHead(200, { ...headers, 'content-type': 'text/event-stream' });
    response.write(`retry: 1000\n\n${first.join('')}`);
    const listener: Listener = { response, readAt: this.clock() };
    this.all.add(listener);
    response.once('close', () => {
      if (this.all.delete(listener) && this.all.size === 0) this.changed(false);
    });
    if (this.all.size === 1) this.changed(true);
    return true;
  }

  /** Tells all pages that can hear. O(pages). */
  tell(event: string): void {
    const now = this.clock();
    for (const listener of this.all) {
      const { response, readAt } = listener;
      if (response.writableLength === 0) {
        listener.readAt = now;
        response.write(event);
      } else if (now - readAt > stallMs) response.destroy();
    }
  }

  close(): void {
    for (const { response } of this.all) response.destroy();
  }
}

/** An event as it goes over the wire. JSON has no line breaks. */
export const eventOf = (name: string, told: unknown): string => `event: ${name}\ndata: ${JSON.stringify(told)}\n\n`;
