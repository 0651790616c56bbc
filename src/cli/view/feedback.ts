import type { FeedbackStatus } from '../../control/protocol/operations/feedback.js';
import { milliseconds, share } from '../../model/format.js';
import { dateTime } from '../render/units.js';

const causes: Readonly<Record<string, string>> = {
  pressure: 'CPU pressure rose',
  heartbeat: 'an application fell behind',
};

/** How much later work may be done now, and the feedback that still counts. */
export function feedbackLines({
  profile,
  source,
  usual,
  slowdown,
  now,
  delay,
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
    `${profile} on ${source}: ${allowed(usual, slowdown, delay)}`,
    ...(why.length === 0
      ? []
      : [
          `in the newest tick ${delay == null ? '' : `${milliseconds(delay.now)} and `}${share(now)}, because ${why.join(' and ')}`,
        ]),
    ...(opinions.length === 0
      ? ['nothing was said']
      : opinions.map(
          o =>
            `${o.profile} on ${o.source}: ${share(o.slowdown)} instead of ${share(o.usual)}, last said ${dateTime(o.at)}, forgotten by half in 7 days`,
        )),
    ...(unkept === null ? [] : [`forgotten when the daemon ends: ${unkept}`]),
  ];
}

function allowed(usual: number, slowdown: number, delay: FeedbackStatus['delay']): string {
  const moved = (now: string, before: string): string => (now === before ? '' : `, ${before} by the profile`);
  const longer = `${share(slowdown)} longer${moved(share(slowdown), share(usual))}`;
  if (delay == null || usual === 0) return `work may take ${longer}`;
  const held = `work may be held up by ${milliseconds(delay.most)} at its start${moved(milliseconds(delay.most), milliseconds(delay.usual))}`;
  return `${held}; what is busy for long may take ${longer}`;
}
