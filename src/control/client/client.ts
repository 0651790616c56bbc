import { connect as connectSocket, type Socket } from 'node:net';
import { timeUp } from '../../machine/time-up.js';
import type { Description } from '../../model/description.js';
import { withFacts } from '../../model/names.js';
import { readSocketPath, socketPath } from '../paths.js';
import { ControlError } from '../protocol/errors.js';
import { controlVersion, LineSplitter, longestReply } from '../protocol/lines.js';
import type { Change } from '../protocol/operations/change.js';
import type { ExperimentAnswer, ExperimentRequest } from '../protocol/operations/experiment.js';
import type { FeedbackRequest, FeedbackStatus } from '../protocol/operations/feedback.js';
import type {
  AnsweredOperation,
  AnswerOf,
  FieldsOf,
  OperationName,
  ReplyOf,
} from '../protocol/operations/operations.js';
import type { TracedSignal } from '../protocol/operations/signals.js';
import type { TasksStatus } from '../protocol/operations/tasks.js';
import { type ControlReply, parseReply } from '../protocol/reply.js';
import type { Changed } from '../protocol/request-status.js';
import type { Status } from '../protocol/status.js';
import { checkSocketPath } from '../socket-path.js';
import { distrust } from '../trust.js';
import { connectError } from './connect-error.js';

const answerMs = 5000;
/** The first look at tasks has the kernel load programs, which takes a busy one seconds. */
const tasksMs = 30_000;

/** Operations whose request stands in a line as it is. */
type Asked = Exclude<AnsweredOperation, 'change' | 'tasks'>;

/** One connection to the daemon. */
export class ControlClient {
  /** Why the connection ended; resolves once, never rejects. */
  readonly ended: Promise<ControlError>;
  /** Of the socket that it is connected to: the twin for everybody changes nothing. */
  readonly path: string;
  private readonly socket: Socket;
  private readonly waiting = new Map<number, (reply: ControlReply | ControlError) => void>();
  private nextId = 1;
  /** Why there will be no further answer. */
  private over: ControlError | undefined;

  constructor(path: string, socket: Socket) {
    this.path = path;
    this.socket = socket;
    const lines = new LineSplitter(longestReply);
    socket.on('data', (chunk: Buffer) => {
      let replies: ControlReply[];
      try {
        replies = [...lines.push(chunk)].map(parseReply);
      } catch (error) {
        socket.destroy(error instanceof Error ? error : undefined);
        return;
      }
      // Outside of the try: a fault in a caller's callback is no fault of the connection.
      for (const reply of replies) this.take(reply);
    });
    this.ended = new Promise(resolve => {
      let failure: Error | undefined;
      socket.on('error', error => {
        failure = error;
      });
      socket.once('close', () => {
        const error = new ControlError('broken', `${path}: ${failure?.message ?? 'latticed closed the connection'}`);
        this.over = error;
        for (const give of [...this.waiting.values()]) give(error);
        resolve(error);
      });
    });
  }

  /** The daemon as it is now. */
  status(): Promise<Status> {
    return this.ask('status', {}, 'status');
  }

  /** The machine as it described itself to the daemon: signals, controls, what is missing. */
  async description(): Promise<Description> {
    // A daemon that has run since before an update says no role and scope.
    return withFacts(await this.ask('describe', {}, 'description'));
  }

  /** All traced signals, or the one of that name with its samples. */
  signals(name?: string): Promise<readonly TracedSignal[]> {
    return this.ask('signals', { name }, 'signals');
  }

  /** Says something of the machine, or asks what was said. */
  feedback(say: FeedbackRequest): Promise<FeedbackStatus> {
    return this.ask('feedback', { say }, 'feedback');
  }

  /** What people ask for now. */
  requests(): Promise<Changed> {
    return this.ask('wishes', {}, 'wishes');
  }

  /** Asks for a change; what is bound to this connection ends with it. */
  change(change: Change): Promise<Changed> {
    return this.answer<'change'>(lineOf(change), 'wishes');
  }

  /** Starts, stops or shows an experiment. */
  experiment(wanted: ExperimentRequest): Promise<ExperimentAnswer> {
    return this.ask('experiment', wanted, 'experiment');
  }

  /** What tasks do and whose the energy is; rejects with the reason where that can't be had. */
  tasks(wanted: Partial<FieldsOf<'tasks'>>): Promise<TasksStatus> {
    return this.answer<'tasks'>({ op: 'tasks', ...wanted }, 'tasks', tasksMs);
  }

  /** Asks for any operation; `field` is the reply's that carries the answer. The table of operations is only a type here: loading it takes time. */
  ask<Op extends Asked>(op: Op, fields: FieldsOf<Op>, field: ReplyOf<Op>): Promise<AnswerOf<Op>> {
    return this.answer<Op>({ op, ...fields }, field);
  }

  /** Calls back now and after each tick, at most `hz` times a second, until the client is closed; rejects when the daemon refuses or goes away. */
  watch(hz: number, onStatus: (status: Status) => void): Promise<never> {
    return new Promise((_resolve, reject) => {
      this.request({ op: 'watch', hz }, reply => {
        if (reply instanceof ControlError) reject(reply);
        else if (!reply.ok) reject(new ControlError('refused', reply.error));
        else if (carries<'watch'>(reply, 'status')) onStatus(reply.status);
      });
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private async answer<Op extends AnsweredOperation>(
    line: object,
    field: ReplyOf<Op>,
    patienceMs = answerMs,
  ): Promise<AnswerOf<Op>> {
    const reply = await this.reply(line, patienceMs);
    if (carries<Op>(reply, field)) return reply[field];
    throw this.unexpected(field);
  }

  private reply(line: object, patienceMs: number): Promise<ControlReply> {
    return new Promise((resolve, reject) => {
      const late = `${this.path}: latticed did not answer within ${patienceMs / 1000} s`;
      const timer = timeUp(patienceMs, () => settle(new ControlError('broken', late)));
      const settle = (reply: ControlReply | ControlError): void => {
        clearTimeout(timer);
        this.waiting.delete(id);
        if (reply instanceof ControlError) reject(reply);
        else if (!reply.ok) reject(new ControlError('refused', reply.error));
        else resolve(reply);
      };
      const id = this.request(line, settle);
    });
  }

  private request(what: object, give: (reply: ControlReply | ControlError) => void): number {
    const id = this.nextId++;
    const { over } = this;
    if (over !== undefined) queueMicrotask(() => give(over));
    else {
      this.waiting.set(id, give);
      this.socket.write(`${JSON.stringify({ v: controlVersion, id, ...what })}\n`);
    }
    return id;
  }

  private take(reply: ControlReply): void {
    this.waiting.get(reply.id)?.(reply);
  }

  private unexpected(expected: string): ControlError {
    return new ControlError(
      'broken',
      `${this.path}: an answer of protocol version ${controlVersion} without ${expected}; is another version of latticed running?`,
    );
  }
}

/** Whether a reply has its answer. What the answer holds is not checked. */
const carries = <Op extends OperationName>(
  reply: ControlReply,
  field: ReplyOf<Op>,
): reply is ControlReply & { readonly [Field in ReplyOf<Op>]: AnswerOf<Op> } => field in reply;

/** A change as a line has it: its fields beside its op, and this process as the one that asks. */
function lineOf(change: Change): object {
  const { pid } = process;
  if (change.op !== 'override') return { ...change, pid };
  const { op, wish, lasting } = change;
  return { op, ...wish, ...lasting, pid };
}

/**
 * Connects to the daemon of a runtime directory that no other user can have made, only to read where this user may do no more. Rejects with a ControlError that says what to do.
 */
export async function connect(runtimeDir: string): Promise<ControlClient> {
  const why = distrust(runtimeDir);
  if (why !== undefined) throw new ControlError('absent', `no latticed that can be trusted (${why})`);
  try {
    return await dial(socketPath(runtimeDir));
  } catch (error) {
    if (!(error instanceof ControlError && error.kind === 'denied')) throw error;
    try {
      return await dial(readSocketPath(runtimeDir));
    } catch {
      throw error;
    }
  }
}

/** Connects to the daemon that listens at `path`. */
export function dial(path: string): Promise<ControlClient> {
  return new Promise((resolve, reject) => {
    checkSocketPath(path);
    const socket = connectSocket(path);
    const refused = (error: Error): void => reject(connectError(path, error));
    socket.once('error', refused);
    socket.once('connect', () => {
      socket.removeListener('error', refused);
      resolve(new ControlClient(path, socket));
    });
  });
}
