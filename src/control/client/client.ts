import { connect as connectSocket, type Socket } from 'node:net';
import type { Description } from '../../model/description.js';
import { readSocketPath, socketPath } from '../paths.js';
import type { Change } from '../protocol/change.js';
import { ControlError } from '../protocol/errors.js';
import { LineSplitter, longestReply } from '../protocol/lines.js';
import {
  type ControlReply,
  type ControlRequest,
  controlVersion,
  type ExperimentAnswer,
  type ExperimentRequest,
  type FeedbackRequest,
  type FeedbackStatus,
  type Status,
  type TracedSignal,
} from '../protocol/messages.js';
import { parseReply } from '../protocol/reply.js';
import type { Changed } from '../protocol/request-status.js';
import { checkSocketPath } from '../socket-path.js';
import { distrust } from '../trust.js';
import { connectError } from './connect-error.js';

const answerMs = 5000;

type Ask = ControlRequest extends infer R ? (R extends ControlRequest ? Omit<R, 'v' | 'id'> : never) : never;

/** A change as it stands in a line: its fields beside its op, and who says to ask. */
function lineOf(change: Change): object {
  const { pid } = process;
  if (change.op !== 'override') return { ...change, pid };
  const { op, wish, lasting } = change;
  return { op, ...wish, ...lasting, pid };
}

/** One connection to the daemon. */
export class ControlClient {
  /** Why the connection ended; resolves once, never rejects. */
  readonly ended: Promise<ControlError>;
  private readonly path: string;
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
  async status(): Promise<Status> {
    const reply = await this.ask({ op: 'status' });
    if ('status' in reply) return reply.status;
    throw this.unexpected('status');
  }

  /** The machine as it described itself to the daemon: signals, controls, what is missing. */
  async description(): Promise<Description> {
    const reply = await this.ask({ op: 'describe' });
    if ('description' in reply) return reply.description;
    throw this.unexpected('description');
  }

  /** All traced signals, or the one of that name with its samples. */
  async signals(name?: string): Promise<readonly TracedSignal[]> {
    const reply = await this.ask({ op: 'signals', name });
    if ('signals' in reply) return reply.signals;
    throw this.unexpected('signals');
  }

  /** Says something of the machine, or asks what was said. */
  async feedback(say: FeedbackRequest): Promise<FeedbackStatus> {
    const reply = await this.ask({ op: 'feedback', say });
    if ('feedback' in reply) return reply.feedback;
    throw this.unexpected('feedback');
  }

  /** What people ask for now. */
  async requests(): Promise<Changed> {
    const reply = await this.ask({ op: 'wishes' });
    if ('wishes' in reply) return reply.wishes;
    throw this.unexpected('wishes');
  }

  /** Asks for a change; what is bound to this connection ends with it. */
  async change(change: Change): Promise<Changed> {
    const reply = await this.answer(lineOf(change));
    if ('wishes' in reply) return reply.wishes;
    throw this.unexpected('wishes');
  }

  /** Starts, stops or shows an experiment. */
  async experiment(wanted: ExperimentRequest): Promise<ExperimentAnswer> {
    const reply = await this.ask({ op: 'experiment', ...wanted });
    if ('experiment' in reply) return reply.experiment;
    throw this.unexpected('experiment');
  }

  /** Calls back now and after each tick, at most `hz` times a second, until the client is closed; rejects when the daemon refuses or goes away. */
  watch(hz: number, onStatus: (status: Status) => void): Promise<never> {
    return new Promise((_resolve, reject) => {
      this.request({ op: 'watch', hz }, reply => {
        if (reply instanceof ControlError) reject(reply);
        else if (!reply.ok) reject(new ControlError('refused', reply.error));
        else if ('status' in reply) onStatus(reply.status);
      });
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private ask(what: Ask): Promise<ControlReply> {
    return this.answer(what);
  }

  private answer(what: object): Promise<ControlReply> {
    return new Promise((resolve, reject) => {
      const late = `${this.path}: latticed did not answer within ${answerMs / 1000} s`;
      const timer = setTimeout(() => settle(new ControlError('broken', late)), answerMs);
      const settle = (reply: ControlReply | ControlError): void => {
        clearTimeout(timer);
        this.waiting.delete(id);
        if (reply instanceof ControlError) reject(reply);
        else if (!reply.ok) reject(new ControlError('refused', reply.error));
        else resolve(reply);
      };
      const id = this.request(what, settle);
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
      `${this.path}: an answer without ${expected}; is another version of latticed running?`,
    );
  }
}

/** Connects to the daemon of a runtime directory that no other user can have made, to read where that is all that this user may; rejects with a ControlError that says what to do. */
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
