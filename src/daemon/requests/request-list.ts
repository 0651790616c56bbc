/** Holds and overrides that are in force: how they come, how each ends, and what of them is kept. */

import type { Change } from '../../control/protocol/operations/change.js';
import type { RequestsStatus } from '../../control/protocol/request-status.js';
import { type Requester, requesterWords } from '../../control/protocol/requester.js';
import type { BootClock } from '../../machine/linux/procfs/boot-clock.js';
import type { HeldProfile } from '../../model/people/holds.js';
import type { OverrideRequest, Requested } from '../../model/people/requests.js';
import { endOf, lastsWords, type Request } from './request.js';
import type { KeptRequests } from './requests-file.js';

interface Hold extends Request {
  readonly profile: HeldProfile;
  readonly reason: string;
  readonly app: string;
}

interface Overriding extends Request {
  readonly wish: OverrideRequest;
  readonly lasts: string;
}

type Kind = 'hold' | 'override';

const mostHolds = 256;
const mostOverrides = 64;

export class RequestList {
  private readonly clock: BootClock;
  private readonly tell: (kind: Kind, what: string, detail: Readonly<Record<string, unknown>>) => void;
  private held: readonly Hold[] = [];
  private overriding: readonly Overriding[] = [];
  private nextId = 1;

  constructor(clock: BootClock, tell: RequestList['tell']) {
    this.clock = clock;
    this.tell = tell;
  }

  get holds(): readonly Hold[] {
    return this.held;
  }

  /** The number that the next hold or override gets. */
  get next(): number {
    return this.nextId;
  }

  get any(): boolean {
    return this.held.length > 0 || this.overriding.length > 0;
  }

  get all(): readonly Request[] {
    return [...this.held, ...this.overriding];
  }

  /** Gives its number; throws where there are too many. */
  hold({ profile, reason, app }: Extract<Change, { op: 'hold' }>, who: Requester, client: object): number {
    if (this.held.length >= mostHolds) throw new Error(`${mostHolds} holds are in force: release one first`);
    const request = this.made(who, endOf({ connected: true }, who, client, this.clock));
    this.held = [...this.held, { ...request, profile, reason, app }];
    this.tell('hold', profile, { id: request.id, reason, app, ...who });
    return request.id;
  }

  /** Gives its number; throws where there are too many, or for a process that does not run. */
  override(change: Extract<Change, { op: 'override' }>, who: Requester, client: object): number {
    const end = endOf(change.lasting, who, client, this.clock);
    if (end.at !== undefined) this.replace(who, change.wish, this.nextId);
    if (this.overriding.length >= mostOverrides)
      throw new Error(`${mostOverrides} overrides are in force: clear one first`);
    const request = this.made(who, end);
    const lasts = lastsWords(request.end, this.clock);
    this.overriding = [...this.overriding, { ...request, wish: change.wish, lasts }];
    this.tell('override', 'asked', { id: request.id, ...change.wish, lasts, ...who });
    return request.id;
  }

  /**
   * Who overrides the same limit of the same CPUs again has changed their mind: the older override no longer speaks of it. One that lasts as long
   * as a process is that process's, and stays.
   */
  private replace(who: Requester, wish: OverrideRequest, by: number): void {
    const why = `override ${by} of the same person replaces it`;
    this.overriding = this.overriding.flatMap(old => {
      const same = old.end.at !== undefined && old.who.proved && who.proved && old.who.uid === who.uid;
      const left = same ? without(old.wish, wish) : old.wish;
      if (left === old.wish) return [old];
      this.tell('override', left === undefined ? 'over' : 'replaced in part', { id: old.id, why, ...who });
      return left === undefined ? [] : [{ ...old, wish: left }];
    });
  }

  /** Throws for a number that none has, naming those there are. */
  known(kind: Kind, id: number): void {
    const ids = (kind === 'hold' ? this.held : this.overriding).map(w => w.id);
    if (ids.includes(id)) return;
    throw new Error(
      `${kind} ${id}, expected ${ids.length === 0 ? `none: there is no ${kind}` : `one of ${ids.join(', ')}`}`,
    );
  }

  /** Ends every request for which there is a reason; whether there was one. */
  end(why: (request: Request, kind: Kind) => string | undefined, by?: Requester): boolean {
    const over = (request: Request, kind: Kind): boolean => {
      const reason = why(request, kind);
      if (reason !== undefined) this.tell(kind, 'over', { id: request.id, why: reason, ...by });
      return reason !== undefined;
    };
    const holds = this.held.filter(w => !over(w, 'hold'));
    const overrides = this.overriding.filter(w => !over(w, 'override'));
    if (holds.length === this.held.length && overrides.length === this.overriding.length) return false;
    this.held = holds;
    this.overriding = overrides;
    return true;
  }

  /** Overrides as the governor takes them. */
  requested(): Requested['overrides'] {
    return this.overriding.map(({ id, who, lasts, wish }) => ({ ...wish, id, who: requesterWords(who), lasts }));
  }

  status(): Pick<RequestsStatus, 'holds' | 'overrides'> {
    const now = this.clock.seconds();
    return {
      holds: this.held.map(({ end: _, ...hold }) => hold),
      overrides: this.overriding.map(({ id, wish, who, since, end }) => ({
        id,
        wish,
        who,
        since,
        remaining: end.at === undefined ? null : Math.max(0, end.at - now),
        process: end.process === undefined ? null : { pid: end.process.pid, command: end.command ?? null },
      })),
    };
  }

  /** What can go on without a connection. */
  kept(): Pick<KeptRequests, 'nextId' | 'holds' | 'overrides'> {
    const holds = this.held.flatMap(({ end, ...hold }) =>
      end.process === undefined ? [] : [{ ...hold, process: end.process }],
    );
    const overrides = this.overriding.flatMap(({ end, lasts: _, ...override }) => {
      const ends = end.at ?? end.process;
      return ends === undefined ? [] : [{ ...override, ends, command: end.command ?? null }];
    });
    return { nextId: this.nextId, holds, overrides };
  }

  /** Numbers go on after a reboot too; requests do not. */
  resume({ nextId, holds, overrides }: KeptRequests, sameBoot: boolean): void {
    this.nextId = nextId;
    if (!sameBoot) return;
    this.held = holds.map(({ process, ...hold }) => ({ ...hold, end: { process } }));
    this.overriding = overrides.map(({ ends, command, ...override }) => {
      const end = typeof ends === 'number' ? { at: ends } : { process: ends, command };
      return { ...override, end, lasts: lastsWords(end, this.clock) };
    });
  }

  private made(who: Requester, end: Request['end']): Request {
    return { id: this.nextId++, who, since: this.clock.wall(), end };
  }
}

const limits = ['min', 'max', 'epp', 'governor', 'boost', 'gpuMax'] as const;

/** What an older wish still says beside a newer one: the same object where that is all of it, nothing where it is none. */
function without(old: OverrideRequest, newer: OverrideRequest): OverrideRequest | undefined {
  const spoken = limits.filter(limit => old[limit] !== undefined);
  const again = (limit: (typeof limits)[number]): boolean =>
    newer[limit] !== undefined && (limit === 'gpuMax' || newer.cpus === old.cpus);
  const left = spoken.filter(limit => !again(limit));
  if (left.length === spoken.length) return old;
  if (left.length === 0) return undefined;
  const { cpus } = old;
  // Those of a GPU know no CPUs.
  const where = cpus === undefined || left.every(limit => limit === 'gpuMax') ? {} : { cpus };
  return { ...Object.fromEntries(left.map(limit => [limit, old[limit]])), ...where };
}
