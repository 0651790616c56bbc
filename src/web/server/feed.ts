import { setTimeout as sleep } from 'node:timers/promises';
import type { ControlClient } from '../../control/client/client.js';
import { messageOf } from '../../control/protocol/errors.js';
import type { Status } from '../../control/protocol/status.js';
import { clocksOf } from '../told/clocks.js';
import { type Now, nowOf, type Shape, shapeOf } from '../told/now.js';
import { hottestOf, type Moment, Recent } from '../told/recent.js';
import { eventOf } from './listeners.js';

const hz = 1;
/** Between attempts to reach a daemon that went away, as it does when it is restarted. */
const retryMs = 1000;
/** A chart over a longer pause would draw a line through it. */
const longestPauseMs = 60_000;

export interface FeedOptions {
  readonly connect: () => Promise<ControlClient>;
  /** What the journal knows of the last minutes. */
  readonly before: () => Promise<readonly Moment[]>;
  /** An event for all pages. */
  readonly tell: (event: string) => void;
}

/** Follows the daemon while somebody looks, and makes of each of its words one event for all who do. */
export class Feed {
  private readonly options: FeedOptions;
  private readonly recent = new Recent();
  private now: Now | undefined;
  private away: string | undefined;
  /** Ends with it: the wait for the daemon, and what was asked for on its behalf. */
  private looking: AbortController | undefined;
  private client: ControlClient | undefined;

  constructor(options: FeedOptions) {
    this.options = options;
  }

  /** What a page is told that has just come: the last minutes, and how things stand. */
  first(): string[] {
    return [
      eventOf('recent', this.recent.all),
      ...(this.away !== undefined
        ? [eventOf('away', this.away)]
        : this.now === undefined
          ? []
          : [eventOf('now', this.now)]),
    ];
  }

  follow(): void {
    if (this.looking !== undefined) return;
    this.looking = new AbortController();
    const newest = this.recent.all.at(-1)?.at ?? 0;
    if (Math.abs(Date.now() - newest) > longestPauseMs) this.recent.clear();
    void this.run(this.looking.signal);
  }

  rest(): void {
    this.looking?.abort();
    this.looking = undefined;
    this.client?.close();
    // What is old by the time that somebody looks again is not shown.
    this.now = undefined;
    this.away = undefined;
  }

  private async run(signal: AbortSignal): Promise<void> {
    void this.recall(signal);
    while (!signal.aborted) {
      try {
        await this.watch(signal);
      } catch (error) {
        if (signal.aborted) return;
        const why = messageOf(error);
        if (this.away !== why) this.options.tell(eventOf('away', why));
        this.away = why;
        this.now = undefined;
      }
      // Nobody looks any more: the loop ends.
      await sleep(retryMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  private async watch(signal: AbortSignal): Promise<void> {
    const client = await this.options.connect();
    if (signal.aborted) return client.close();
    this.client = client;
    try {
      const shape = shapeOf(await client.description());
      await client.watch(hz, status => {
        if (!signal.aborted) this.news(status, shape);
      });
    } finally {
      client.close();
    }
  }

  private news(status: Status, shape: Shape): void {
    this.away = undefined;
    this.recent.add({
      at: status.now,
      watts: status.total?.watts ?? null,
      battery: status.batteryWatts,
      celsius: hottestOf(status.zones),
      clocks: clocksOf(status.policies, shape.kindOf).map(({ kind, khz }) => ({ kind, khz })),
    });
    this.now = nowOf(status, shape);
    this.options.tell(eventOf('now', this.now));
  }

  private async recall(signal: AbortSignal): Promise<void> {
    // Without a journal the charts begin now.
    const before = await this.options.before().catch(() => undefined);
    if (before === undefined || signal.aborted) return;
    const known = this.recent.all.length;
    this.recent.recall(before);
    if (this.recent.all.length > known) this.options.tell(eventOf('recent', this.recent.all));
  }
}
