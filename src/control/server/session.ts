import type { Socket } from 'node:net';
import { commandOf } from '../../machine/linux/procfs/process.js';
import { messageOf } from '../protocol/errors.js';
import { controlVersion, LineSplitter, LineTooLong } from '../protocol/lines.js';
import type { Change } from '../protocol/operations/change.js';
import {
  type ControlRequest,
  changedBy,
  type LateOperation,
  operations,
  type PromptOperation,
} from '../protocol/operations/operations.js';
import { parseRequest } from '../protocol/request.js';
import type { Requester } from '../protocol/requester.js';
import { Allowance } from './allowance.js';
import type { Audience } from './audience.js';
import type { Backlog } from './backlog.js';
import { requesterOf } from './peer.js';
import type { Snapshot } from './snapshot.js';
import type { Caller } from './source.js';
import { Watch } from './watch.js';

/** What one client may cost the daemon. */
export interface SessionLimits {
  readonly requestBytes: number;
  /** Replies that wait in memory for a client to read them; beyond, it is dropped. */
  readonly backlogBytes: number;
  /** The same of all clients of a socket together. */
  readonly backlogOfAllBytes: number;
  /** How long a client with replies waiting may read nothing before it is dropped. */
  readonly stallMs: number;
  /** Changes that it may ask for in a second, and so many at once. */
  readonly changesPerSecond: number;
}

/** What all sessions of a server share. */
export interface SharedBySessions {
  readonly snapshot: Snapshot;
  readonly audience: Audience;
  readonly limits: SessionLimits;
  readonly backlog: Backlog;
  /** `true` where clients may change things; else who may, in words. */
  readonly mayChange: true | string;
  /** Changes of all clients together. */
  readonly changes: Allowance;
  /** Requests of all clients together, where these are not trusted. */
  readonly requests?: Allowance;
}

/** One connected client. */
export class Session implements Caller {
  private readonly socket: Socket;
  private readonly shared: SharedBySessions;
  private readonly lines: LineSplitter;
  private watch: Watch | undefined;
  private readonly changes: Allowance;
  /** Lines that were not answered yet. */
  private readonly waiting: string[] = [];
  /** Why what follows them can't be read. */
  private broken: string | undefined;
  /** Whether an answer is on its way, or is being found out who asks for a change. */
  private asking = false;
  /** Whether a line of its watch was left out since the one before had not been read. */
  private behind = false;
  /** Bytes of it that the backlog counts. */
  private held = 0;
  private who: Requester = { proved: false, uid: null, pid: null, command: null };

  constructor(socket: Socket, shared: SharedBySessions) {
    this.socket = socket;
    this.shared = shared;
    this.lines = new LineSplitter(shared.limits.requestBytes);
    this.changes = new Allowance(shared.limits.changesPerSecond);
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    // A client that goes away in the middle of a reply is no event: 'close' follows.
    socket.on('error', () => {});
    socket.on('drain', () => {
      this.count();
      if (this.behind) this.watch?.news();
    });
    socket.on('close', () => {
      this.count();
      this.endWatch();
      shared.snapshot.left(this);
    });
    socket.setTimeout(shared.limits.stallMs, () => {
      if (socket.writableLength > 0) socket.destroy();
    });
  }

  end(): void {
    this.endWatch();
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    try {
      for (const line of this.lines.push(chunk)) if (line.trim() !== '') this.waiting.push(line);
    } catch (error) {
      if (!(error instanceof LineTooLong)) throw error;
      // Where the next request begins can't be known any more.
      this.broken = error.message;
    }
    this.goOn();
  }

  /** Answers what has come, in its order. */
  private goOn(): void {
    while (!this.asking) {
      const line = this.waiting.shift();
      if (line === undefined) break;
      if (this.socket.destroyed) return;
      this.answer(line);
    }
    if (this.asking || this.broken === undefined) return;
    this.refuse(0, this.broken);
    this.drop();
  }

  /** The client can still read its replies; what it still sends is ignored. */
  private drop(): void {
    this.broken = undefined;
    this.waiting.length = 0;
    this.socket.removeAllListeners('data');
    this.socket.resume();
    this.socket.destroySoon();
  }

  private answer(line: string): void {
    const { requests } = this.shared;
    if (requests?.take() === false) {
      this.refuse(0, `more than ${requests.perSecond} requests a second by all who only read: try again in a second`);
      // To refuse each line of a flood costs as much as to answer it, and ticks would wait.
      this.drop();
      return;
    }
    const parsed = parseRequest(line);
    const { request } = parsed;
    if (request === undefined) this.refuse(parsed.id, parsed.error);
    else if (request.op === 'watch') this.startWatch(request);
    else if (request.op === 'tasks') void this.answerLater(request);
    else if (
      this.shared.mayChange === true &&
      (request.op === 'change' || (request.op === 'charge' && request.do !== 'show'))
    )
      void this.change(request);
    else this.reply(request, () => this.answerTo(request));
  }

  private async answerLater(request: ControlRequest<LateOperation>): Promise<void> {
    this.asking = true;
    this.socket.pause();
    const made = await this.shared.snapshot.later(request, this).then(
      json => () => json,
      (error: unknown) => () => {
        throw error;
      },
    );
    this.asking = false;
    this.reply(request, made);
    this.socket.resume();
    this.goOn();
  }

  private answerTo(request: ControlRequest<PromptOperation>): string {
    const what = changedBy(request);
    if (what !== undefined) this.mayChange(what);
    return this.shared.snapshot.answer(request, this);
  }

  requester(): Requester {
    return this.who;
  }

  /** The command lines of those concerned are read beside the loop (reading.ts): what else the client sends waits meanwhile. */
  private async change(request: ControlRequest<'change' | 'charge'>): Promise<void> {
    this.asking = true;
    this.socket.pause();
    this.who = await requesterOf(this.socket, request.op === 'change' ? request.pid : undefined);
    const ready = request.op === 'change' ? { ...request, change: await withCommand(request.change) } : request;
    this.asking = false;
    this.reply(request, () => this.answerTo(ready));
    // What it asked for while it is connected is over if it has left meanwhile.
    if (this.socket.destroyed) this.shared.snapshot.left(this);
    this.socket.resume();
    this.goOn();
  }

  /** Throws where this client may not change anything, or does it too often. */
  private mayChange(what: string): void {
    const { mayChange, changes } = this.shared;
    if (mayChange !== true) throw new Error(`${what}: no permission here; ${mayChange}`);
    for (const allowance of [this.changes, changes])
      if (!allowance.take())
        throw new Error(`more than ${allowance.perSecond} changes a second: try again in a second`);
  }

  private startWatch(request: ControlRequest<'watch'>): void {
    this.endWatch();
    this.watch = new Watch(request.hz, () => this.sendStatus(request));
    this.shared.audience.add(this.watch);
  }

  private endWatch(): void {
    if (this.watch !== undefined) this.shared.audience.remove(this.watch);
    this.watch = undefined;
  }

  /** One line of a watch. It is left out while the client has not read the one before: new states matter, old ones do not. */
  private sendStatus(request: ControlRequest<'watch'>): void {
    this.behind = this.socket.writableLength > 0;
    if (!this.behind) this.reply(request, () => this.shared.snapshot.status(this));
  }

  private refuse(id: number, error: string): void {
    this.write(JSON.stringify({ v: controlVersion, id, ok: false, error }));
  }

  private reply({ id, op }: ControlRequest, make: () => string): void {
    let json: string;
    try {
      json = make();
    } catch (error) {
      // The daemon is up but has nothing to tell yet; that must not end it.
      this.refuse(id, messageOf(error));
      return;
    }
    this.write(`{"v":${controlVersion},"id":${id},"ok":true,"${operations[op].reply}":${json}}`);
  }

  private write(line: string): void {
    if (!this.socket.writable) return;
    this.socket.write(`${line}\n`);
    this.count();
    const { limits, backlog } = this.shared;
    if (this.held > limits.backlogBytes || (this.held > 0 && backlog.full)) this.socket.destroy();
  }

  private count(): void {
    const { writableLength, destroyed } = this.socket;
    const now = destroyed ? 0 : writableLength;
    this.shared.backlog.moved(this.held, now);
    this.held = now;
  }
}

/** An override that lasts as long as a process knows its command. */
const withCommand = async (change: Change): Promise<Change> =>
  change.op === 'override' && 'while' in change.lasting
    ? { ...change, lasting: { ...change.lasting, command: await commandOf(change.lasting.while) } }
    : change;
