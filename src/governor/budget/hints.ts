/**
 * Hints: what applications say that their work needs tightens D, and loosens something only for who works almost alone.
 *
 * 1. A hint acts while its application works: what it names is a process of the user who gave it, and took CPU time within the last minute. It is
 *    forgotten with its connection, and a minute after it was last given (control/server/hints.ts).
 * 2. The hints of one user act for 8 hours. Then they rest until that user has given none for 10 minutes: one that never ends costs no energy for ever.
 * 3. `latency` L: D is at most max(1 ms, L), where L is less than what the promise and the observers leave; in percent that is the D of paced work.
 * 4. `deadline` d: paced work is due max(1 ms, d) after it came. The shortest counts; room.ts makes a room of it.
 * 5. Loosening is for an application that works almost alone: from 80 % of the machine's CPU time on, until that is less than 60 %. Where the share is
 *    not known nothing is loosened.
 *    a. `latency` under a promise in percent: all work has a D, L or what the profile itself allows on mains, whichever is less.
 *    b. `deadline`: room may be more than without it, and never more than D.
 *    c. `batch`: latency work may spend ε as batch work does, while nobody asks for a latency or a deadline.
 * 6. ε = 0 (performance) stays 0, and so does D.
 *
 * O(hints) a tick; the users that are remembered are those with hints, and those that had some in the last 10 minutes.
 */
import type { Asked, Wish } from '../../model/people/asked.js';
import { type Budget, budgetOf, type ProfileName, pacedMost } from '../../model/people/profiles.js';
import { Allowance } from './allowance.js';
import { askedWords, doesNothing, effectOf } from './hint-words.js';
import type { Hinted } from './hinted.js';

/** A tick: `usual` is the profile's own budget, `interval` s. */
interface Tick {
  readonly profile: ProfileName;
  readonly usual: Budget;
  readonly hints: readonly Hinted[];
  readonly interval: number;
}

/** What is promised before anybody asks; `most`: D that all work can get where the promise is in percent, ms. */
type Promised = Pick<Budget, 'slowdown' | 'delay'> & { readonly most: number };

const leastMs = 1;
const aloneFrom = 0.8;
const aloneUntil = 0.6;

export class Hints {
  private readonly allowance = new Allowance();
  private alone = new Set<string>();
  private last: Asked | undefined;
  /** What became of each hint of the last tick, in their order. */
  effects: readonly string[] = [];

  /** The budget as hints move it, after people and the other observers did. */
  move(budget: Budget, { profile, usual, hints, interval }: Tick): Budget {
    const { slowdown, delay } = budget;
    const moved = usual.slowdown > 0 ? slowdown / usual.slowdown : 1;
    const most = (budgetOf(profile, true).delay ?? 0) * moved;
    const asked = this.follow(hints, interval, { slowdown, delay, most });
    if (asked === undefined) return budget;
    const { latency } = asked;
    return { ...budget, ...(delay === undefined || latency === undefined ? {} : { delay: latency.ms }), asked };
  }

  /** What is asked for now, over a tick of `interval` s; undefined for nothing. The same object as long as it is the same. */
  private follow(hints: readonly Hinted[], interval: number, promised: Promised): Asked | undefined {
    if (hints.length === 0 && this.allowance.size === 0) return undefined;
    this.allowance.follow(new Set(hints.map(h => h.uid)), interval);
    this.alone = new Set(hints.filter(h => this.worksAlone(h)).map(keyOf));
    const troubles = hints.map(h => this.trouble(h, promised));
    const acting = hints.filter((_, i) => troubles[i] === undefined);
    const asked = this.ask(acting, promised);
    this.effects = hints.map((h, i) => {
      const trouble = troubles[i];
      return trouble === undefined ? effectOf(h, asked, this.alone.has(keyOf(h))) : doesNothing(trouble);
    });
    if (JSON.stringify(asked) !== JSON.stringify(this.last)) this.last = asked;
    return this.last;
  }

  private trouble({ uid, process }: Hinted, { slowdown }: Promised): string | undefined {
    if (slowdown === 0) return 'the profile allows no slowdown';
    return process.trouble ?? this.allowance.trouble(uid);
  }

  private ask(acting: readonly Hinted[], promised: Promised): Asked | undefined {
    const soonest = this.least(acting, h => h.latency);
    const latency = soonest && bound(soonest, promised);
    const deadline = this.least(acting, h => h.deadline);
    const waits = acting.some(h => h.latency !== null || h.deadline !== null);
    const batch = waits ? undefined : acting.find(h => h.batch && this.alone.has(keyOf(h)))?.name;
    if (latency === undefined && deadline === undefined && batch === undefined) return undefined;
    const wishes = {
      ...(latency && { latency }),
      ...(deadline && { deadline }),
      ...(batch !== undefined && { batch }),
    };
    return { ...wishes, words: askedWords(wishes) };
  }

  /** The shortest of these times, and whether its application works alone. */
  private least(acting: readonly Hinted[], of: (h: Hinted) => number | null): Wish | undefined {
    let found: Wish | undefined;
    for (const hint of acting) {
      const told = of(hint);
      const ms = told === null ? Number.POSITIVE_INFINITY : Math.max(leastMs, told);
      if (ms < (found?.ms ?? Number.POSITIVE_INFINITY))
        found = { ms, by: hint.name, alone: this.alone.has(keyOf(hint)) };
    }
    return found;
  }

  private worksAlone(hint: Hinted): boolean {
    const { share, trouble } = hint.process;
    if (share === undefined || trouble !== undefined) return false;
    return share >= (this.alone.has(keyOf(hint)) ? aloneUntil : aloneFrom);
  }
}

/** The wish as far as it goes beyond what is promised. */
function bound(wish: Wish, { delay, most }: Promised): Wish | undefined {
  if (delay !== undefined) return wish.ms < delay ? { ...wish, alone: false } : undefined;
  if (wish.alone) return { ...wish, ms: Math.min(wish.ms, most) };
  return wish.ms < pacedMost ? wish : undefined;
}

const keyOf = ({ name, pid, uid }: Hinted): string => `${uid}/${pid}/${name}`;
