/** The words with which reasons that name the slowdown budget ε say that observers moved it. */

import { share } from '../../model/format.js';
import type { Budget } from '../../model/people/profiles.js';

/** Facts for a reason; empty if ε is the profile's own. */
export const budgetFacts = ({ moved }: Budget): Readonly<Record<string, number | string>> =>
  moved === undefined
    ? {}
    : {
        usual_slowdown: moved.usual,
        moved_by: moved.by,
        ...(moved.behind === undefined ? {} : { behind: moved.behind }),
      };

/** ` (halved: CPU pressure rose)`, or nothing if ε is the profile's own. */
export function budgetWording(facts: Readonly<Record<string, number | string>>): string {
  const { slowdown, usual_slowdown: usual, moved_by: by } = facts;
  if (typeof slowdown !== 'number' || typeof usual !== 'number' || typeof by !== 'string') return '';
  const causes: Readonly<Record<string, string>> = {
    user: 'your feedback',
    pressure: 'CPU pressure rose',
    heartbeat: `${facts.behind ?? 'an application'} fell behind`,
  };
  const words = by.split('+').map(cause => causes[cause] ?? cause);
  return ` (${direction(slowdown / usual, usual)}: ${words.join(', ')})`;
}

function direction(ratio: number, usual: number): string {
  if (Math.abs(ratio - 0.5) < 0.02) return 'halved';
  if (Math.abs(ratio - 2) < 0.02) return 'doubled';
  return `${ratio < 1 ? 'lowered' : 'raised'} from ${share(usual)}`;
}
