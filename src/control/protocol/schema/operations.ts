import * as z from 'zod/mini';
import { controlVersion } from '../lines.js';
import type { OperationName, ReplyOf } from '../operations/operations.js';
import { highestWatchRate } from '../operations/watch.js';
import { changeRequests } from './change.js';
import { chargeAnswer, chargeRequest } from './charge.js';
import { description } from './description.js';
import { experimentAnswer, experimentRequests } from './experiment.js';
import { feedbackAnswer, feedbackRequest } from './feedback.js';
import { changed } from './request-status.js';
import { named, text, whole } from './shapes.js';
import { signalsAnswer, signalsRequest } from './signals.js';
import { status } from './status.js';
import { tasksAnswer, tasksRequest } from './tasks.js';

/** The fields of a request beside `v` and `id`. */
type Fields = Readonly<Record<string, z.core.$ZodType>>;

interface Shapes<Reply extends string> {
  /** More than one where the fields depend on each other; left out where `op` is all. */
  readonly requests?: readonly Fields[];
  /** The field of the reply that carries the answer, with its shape. */
  readonly reply: { readonly [Field in Reply]: z.core.$ZodType };
}

/** What the lines of every operation look like. */
const shapes: { readonly [Name in OperationName]: Shapes<ReplyOf<Name>> } = {
  status: { reply: { status } },
  describe: { reply: { description } },
  signals: { requests: [signalsRequest], reply: { signals: signalsAnswer } },
  feedback: { requests: [feedbackRequest], reply: { feedback: feedbackAnswer } },
  watch: {
    requests: [{ op: z.literal('watch'), hz: z.number().check(z.positive(), z.lte(highestWatchRate)) }],
    reply: { status },
  },
  wishes: { reply: { wishes: changed } },
  change: { requests: changeRequests, reply: { wishes: changed } },
  charge: { requests: [chargeRequest], reply: { charge: chargeAnswer } },
  tasks: { requests: [tasksRequest], reply: { tasks: tasksAnswer } },
  experiment: { requests: experimentRequests, reply: { experiment: experimentAnswer } },
};
const all = Object.entries<Shapes<string>>(shapes);

const head = { v: z.literal(controlVersion), id: whole };
const plainOps = all.flatMap(([name, { requests }]) => (requests === undefined ? [name] : []));

/** A request as it stands in a line; fields that are not named here are ignored. */
export const request = z
  .union([
    z.object({ ...head, op: z.enum(plainOps) }),
    ...all.flatMap(([, { requests = [] }]) => requests.map(fields => z.object({ ...head, ...fields }))),
  ])
  .check(named('Request', 'One line to the daemon.'));

const done = { ...head, ok: z.literal(true) };
/** Operations that answer alike have one shape of reply. */
const replies = new Map(all.map(([, { reply }]) => [Object.keys(reply).join(), z.object({ ...done, ...reply })]));

export const reply = z
  .union([
    ...replies.values(),
    z.object({
      v: z.literal(controlVersion),
      id: z.int().check(z.gte(0), z.meta({ description: '0 where the request had none that could be read' })),
      ok: z.literal(false),
      error: text,
    }),
  ])
  .check(named('Reply', 'One line from the daemon.'));
