import type { PromiseStatus, ReflexStatus } from '../../control/protocol/promise-status.js';
import type { PolicyStatus } from '../../control/protocol/status.js';
import { milliseconds, share } from '../../model/format.js';
import { configured } from '../../model/people/promise.js';
import { counted, frequency } from '../render/units.js';

/** What is promised, and what says so. */
export function promiseWords({ delay, slowdown, why, reflex, in: kind }: PromiseStatus): string {
  if (slowdown === 0) return 'full clock: nothing is slowed';
  const said = `(in ${kind}, ${sinceWhen(why)})`;
  if (delay === null) return `work takes at most ${share(slowdown)} longer ${said}`;
  const long = `what is busy for long takes at most ${share(slowdown)} longer ${said}`;
  return reflex
    ? `work that finds a CPU at rest is held up by at most ${milliseconds(delay)}, ${long}`
    : `${long}; no reflex here, so that short work is left to the firmware where that raises the clock by itself, and else takes no more than that longer either`;
}

/** `as configured`, `since this is a laptop (chassis 10)`. */
export const sinceWhen = (why: string): string => (why === configured ? `as ${why}` : `since ${why}`);

/** What applications said of it; nothing where none did. */
export const heardLines = ({ heartbeats, answers }: PromiseStatus): string[] => [
  ...keptLine(heartbeats, 'heartbeat', 'of applications'),
  ...keptLine(answers ?? { kept: 0, broken: 0 }, 'message', 'that told how long answers take'),
];

const keptLine = ({ kept, broken }: PromiseStatus['heartbeats'], what: string, which: string): string[] =>
  kept + broken === 0 ? [] : [`kept by ${kept} of ${counted(kept + broken, what)} ${which} since the start`];

/** In one line for `explain`, where the limits say the rest. */
export const promiseLine = ({ in: kind, why }: PromiseStatus): string => `promise: ${kind}, ${sinceWhen(why)}`;

/** `starts at 3.40 GHz, 4.60 GHz within 16 ms`; undefined where no reflex is in force. */
export function startWords({ reflex, limits }: Pick<PolicyStatus, 'reflex' | 'limits'>): string | undefined {
  if (reflex == null || reflex.raiseMs === 0) return undefined;
  return `starts at ${frequency(reflex.start)}, ${frequency(limits.max)} within ${milliseconds(reflex.raiseMs)}`;
}

/** How work starts on each frequency domain with a reflex: a line for those of which the same is true. */
export function reflexLines(policies: readonly PolicyStatus[]): string[] {
  const scopes = new Map<string, string[]>();
  for (const p of policies) {
    const start = startWords(p);
    if (start === undefined || p.reflex == null) continue;
    const said = `${start}${lateness(p.reflex)}${rate(p.reflex)}`;
    scopes.set(said, [...(scopes.get(said) ?? []), p.scope]);
  }
  return [...scopes].map(([said, [first = '', ...more]]) => {
    const who = more.length > 2 ? `${first} and ${more.length} more` : [first, ...more].join(', ');
    return `${who}: ${said}`;
  });
}

const lateness = ({ later }: ReflexStatus): string =>
  later === null ? '' : `, held up by at most ${milliseconds(later)}`;

const rate = ({ raisesPerSecond: rate }: ReflexStatus): string =>
  rate === null ? '' : `; ${rate < 9.95 ? rate.toFixed(1) : Math.round(rate)} raises a second`;
