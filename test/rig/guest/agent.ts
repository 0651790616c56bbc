import { connect, type Socket } from 'node:net';
import { getSystemErrorName } from 'node:util';
import { within } from '../poll.js';
import { Decoder, encode, type Frame } from './frames.js';
import { Job } from './job.js';

/** A read or write in the guest that the guest's kernel refused; `code` is its errno's name. */
export class GuestFileError extends Error {
  readonly code: string;
  readonly path: string;

  constructor(operation: string, path: string, errno: number) {
    const code = getSystemErrorName(-errno);
    super(`${operation} ${path}: ${code}`);
    this.code = code;
    this.path = path;
  }
}

interface FileReply {
  chunks: Buffer[];
  done: (errno: number) => void;
  fail: (error: Error) => void;
}

const FILE_TIMEOUT = 30_000;

/** Talks to the agent in the guest: any number of commands and file operations at once over one channel. */
export class Agent {
  readonly #path: string;
  #socket: Socket;
  readonly #jobs = new Map<number, Job>();
  readonly #files = new Map<number, FileReply>();
  /** Settles when the agent answers; a new one after each reconnect. */
  ready: Promise<void>;
  #greet: (() => void) | undefined;
  #next = 1;

  constructor(path: string) {
    this.#path = path;
    this.ready = this.#greeting();
    this.#socket = this.#connect();
  }

  /** After a suspend the guest takes the port for closed until the host opens it anew. Commands under way stay known. */
  reconnect(): void {
    this.#socket.destroy();
    this.ready = this.#greeting();
    this.#socket = this.#connect();
  }

  spawn(command: string): Job {
    const id = this.#next++;
    const job = new Job(command, (kind, payload) => this.#socket.write(encode(id, kind, payload)));
    this.#jobs.set(id, job);
    this.#socket.write(encode(id, 'X', Buffer.from(command)));
    return job;
  }

  async read(path: string): Promise<Buffer> {
    const { errno, bytes } = await this.#file(path, 'R', Buffer.from(path));
    if (errno !== 0) throw new GuestFileError('read', path, errno);
    return bytes;
  }

  /** One write(2). Virtual file systems have nothing to create, and must answer ENOENT rather than EACCES. */
  async write(path: string, data: string | Uint8Array): Promise<void> {
    const mayCreate = /^\/(sys|proc)\//.test(path) ? 0 : 1;
    const payload = Buffer.concat([Buffer.from([mayCreate]), Buffer.from(`${path}\0`), Buffer.from(data)]);
    const { errno } = await this.#file(path, 'W', payload);
    if (errno !== 0) throw new GuestFileError('write', path, errno);
  }

  close(reason: Error): void {
    for (const job of this.#jobs.values()) job.lost(reason);
    for (const file of this.#files.values()) file.fail(reason);
    this.#jobs.clear();
    this.#files.clear();
    this.#socket.destroy();
  }

  #greeting(): Promise<void> {
    return new Promise(resolve => {
      this.#greet = resolve;
    });
  }

  #connect(): Socket {
    const decoder = new Decoder();
    const socket = connect(this.#path);
    socket.on('data', chunk => {
      for (const frame of decoder.push(chunk)) this.#receive(frame);
    });
    socket.on('error', error => this.close(error));
    return socket;
  }

  #file(path: string, kind: string, payload: Buffer): Promise<{ errno: number; bytes: Buffer }> {
    const id = this.#next++;
    const reply = new Promise<{ errno: number; bytes: Buffer }>((resolve, reject) => {
      const chunks: Buffer[] = [];
      this.#files.set(id, { chunks, done: errno => resolve({ errno, bytes: Buffer.concat(chunks) }), fail: reject });
    });
    this.#socket.write(encode(id, kind, payload));
    return within(`${path} in the guest`, reply, FILE_TIMEOUT);
  }

  #receive({ job: id, kind, payload }: Frame): void {
    const job = this.#jobs.get(id);
    const file = this.#files.get(id);
    if (kind === 'H') this.#greet?.();
    else if (kind === 'O' && job) job.stdout += payload.toString();
    else if (kind === 'E' && job) job.stderr += payload.toString();
    else if (kind === 'C' && job) job.ended(payload.readInt32LE());
    else if (kind === 'D' && file) file.chunks.push(Buffer.from(payload));
    else if (kind === 'Q' && file) {
      this.#files.delete(id);
      file.done(payload.readInt32LE());
    }
  }
}
