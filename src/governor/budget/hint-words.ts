/** The words with which reasons and `status` say what hints do. */
import { milliseconds, share } from '../../model/format.js';
import type { Asked } from '../../model/people/asked.js';
import type { Hinted } from './hinted.js';

/** For reasons: `player asks for answers within 5 ms`. */
export function askedWords({ latency, deadline, batch }: Omit<Asked, 'words'>): string {
  const words: string[] = [];
  if (latency !== undefined) words.push(`${latency.by} asks for answers within ${milliseconds(latency.ms)}`);
  if (deadline !== undefined) words.push(`${deadline.by} has ${milliseconds(deadline.ms)} for each piece of work`);
  if (batch !== undefined) words.push(`${batch} says that nobody waits for single units of its work`);
  return words.join(', ');
}

export const doesNothing = (why: string): string => `nothing: ${why}`;

/** For `status`: what one hint does, as a part of what is asked for. */
export function effectOf(
  { name, latency, deadline, batch, process }: Hinted,
  asked: Asked | undefined,
  alone: boolean,
): string {
  const effects: string[] = [];
  if (latency !== null) effects.push(ofLatency(name, asked));
  if (deadline !== null) effects.push(ofDeadline(name, asked));
  if (batch)
    effects.push(
      asked?.batch === name ? 'its work may spend the whole slowdown' : doesNothing(whyNoBatch(process.share, alone)),
    );
  return effects.length === 0 ? doesNothing('it asks for nothing') : effects.join('; ');
}

function ofLatency(name: string, asked: Asked | undefined): string {
  const wish = asked?.latency;
  if (wish === undefined) return doesNothing('less is promised as it is');
  if (wish.by !== name) return doesNothing(`${wish.by} asks for less`);
  const ms = milliseconds(wish.ms);
  return wish.alone
    ? `work is held up by ${ms} at most, as almost all of it is its own`
    : `what may be held up is by ${ms} at most`;
}

function ofDeadline(name: string, asked: Asked | undefined): string {
  const wish = asked?.deadline;
  if (wish === undefined || wish.by !== name) return doesNothing(`${wish?.by ?? 'another'} has less time`);
  return `paced work is due in ${milliseconds(wish.ms)}${wish.alone ? ', and has that time, as almost all of it is its own' : ''}`;
}

function whyNoBatch(cpu: number | undefined, alone: boolean): string {
  if (alone) return 'others ask for an answer or a deadline';
  if (cpu === undefined) return 'how much of the CPU time is its own is not known';
  return `${share(cpu)} of the CPU time is its own, and it takes most`;
}
