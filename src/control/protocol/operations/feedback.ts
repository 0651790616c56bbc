import type { FeedbackWord } from '../../../governor/budget/feedback.js';
import type { PowerSource } from '../../../model/people/profiles.js';
import { quoted } from '../quoting.js';
import type { Operation } from './operation.js';

/** A word about the machine, `reset` to forget all of them, `show` to say nothing. */
export const feedbackRequests = ['slow', 'hot', 'loud', 'reset', 'show'] as const;
export type FeedbackRequest = FeedbackWord | 'reset' | 'show';

/** The promise, and what people made of it (docs/governor.md); slowdowns are shares of run time. */
export interface FeedbackStatus {
  readonly profile: string;
  readonly source: PowerSource;
  /** What the profile says. */
  readonly usual: number;
  /** What it is by feedback. */
  readonly slowdown: number;
  /** What it was in the newest tick, with what pressure and heartbeats made of it. */
  readonly now: number;
  /** The same of D, ms; null where the promise is in percent. Older daemons don't tell. */
  readonly delay?: { readonly usual: number; readonly most: number; readonly now: number } | null | undefined;
  /** What changed it in that tick: `user`, `pressure`, `heartbeat`. */
  readonly causes: readonly string[];
  /** Application that fell behind. */
  readonly behind: string | null;
  /** What was said of each profile and power source; `at` is UTC ms. */
  readonly opinions: readonly {
    readonly profile: string;
    readonly source: PowerSource;
    readonly at: number;
    readonly usual: number;
    readonly slowdown: number;
  }[];
  /** Why it will be forgotten when the daemon ends; null when it is kept. */
  readonly unkept: string | null;
}

/** Takes a person's feedback and answers with the budget. */
export const feedback: Operation<{ readonly say: FeedbackRequest }, FeedbackStatus, 'feedback'> = {
  reply: 'feedback',
  parse: body => {
    const wanted = 'say' in body ? body.say : undefined;
    const say = feedbackRequests.find(known => known === wanted);
    return say === undefined ? `say ${quoted(body, 'say')}, expected ${feedbackRequests.join(', ')}` : { say };
  },
  changes: ({ say }) => (say === 'show' ? undefined : `feedback ${say}`),
};
