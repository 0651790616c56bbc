import type { FeedbackStatus } from '../../control/protocol/operations/feedback.js';
import { share } from '../../model/format.js';
import { dateTime } from '../render/units.js';

const causes: Readonly<Record<string, string>> = {
  pressure: 'CPU pressure rose',
  heartbeat: 'an application fell behind',
};

/** How much slowdown is allowed now, and the feedback that still counts. */
export function feedbackLines({
  profile,
  source,
  usual,
  slowdown,
  now,
  behind,
  opinions,
  unkept,
  ...rest
}: FeedbackStatus): string[] {
  const strained = rest.causes.filter(cause => cause !== 'user');
  const why = strained.map(cause =>
    cause === 'heartbeat' && behind !== null ? `${behind} fell behind` : (causes[cause] ?? cause),
  );
  return [
    `${profile} on ${source}: work may take ${share(slowdown)} longer${share(slowdown) === share(usual) ? '' : `, ${share(usual)} by the profile`}`,
    ...(why.length === 0 ? [] : [`in the newest tick ${share(now)}, because ${why.join(' and ')}`]),
    ...(opinions.length === 0
      ? ['nothing was said']
      : opinions.map(
          o =>
            `${o.profile} on ${o.source}: ${share(o.slowdown)} instead of ${share(o.usual)}, last said ${dateTime(o.at)}, forgotten by half in 7 days`,
        )),
    ...(unkept === null ? [] : [`forgotten when the daemon ends: ${unkept}`]),
  ];
}
