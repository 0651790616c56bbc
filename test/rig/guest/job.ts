import { constants } from 'node:os';
import { until, type Wait } from '../poll.js';

/** A command that runs in the guest. Its output grows while it runs. */
export class Job {
  stdout = '';
  stderr = '';
  /** Exit code, or minus the signal that ended it; undefined while it runs. */
  code: number | undefined;
  readonly command: string;
  /** Settles when it has ended; rejects when the guest itself ended first. */
  readonly exit: Promise<number>;
  readonly #send: (kind: string, payload: Uint8Array) => void;
  #end: ((code: number) => void) | undefined;
  #fail: ((error: Error) => void) | undefined;

  constructor(command: string, send: (kind: string, payload: Uint8Array) => void) {
    this.command = command;
    this.#send = send;
    this.exit = new Promise((resolve, reject) => {
      this.#end = resolve;
      this.#fail = reject;
    });
    // A job nobody waits for must not turn the guest's end into an unhandled rejection.
    this.exit.catch(() => {});
  }

  /** Signals the command and all that it started. */
  kill(signal: NodeJS.Signals = 'SIGTERM'): void {
    const payload = Buffer.alloc(4);
    payload.writeInt32LE(constants.signals[signal]);
    this.#send('S', payload);
  }

  write(bytes: string | Uint8Array): void {
    const payload = Buffer.from(bytes);
    // An empty frame would close the command's stdin.
    if (payload.length > 0) this.#send('I', payload);
  }

  closeInput(): void {
    this.#send('I', Buffer.alloc(0));
  }

  /** Waits for something in what it has printed on stdout so far. */
  async printed(pattern: RegExp, wait?: Wait): Promise<RegExpExecArray> {
    return this.#saying('printing', () => this.stdout, pattern, wait);
  }

  /** The same on stderr. */
  async complained(pattern: RegExp, wait?: Wait): Promise<RegExpExecArray> {
    return this.#saying('complaining', () => this.stderr, pattern, wait);
  }

  async #saying(how: string, text: () => string, pattern: RegExp, wait?: Wait): Promise<RegExpExecArray> {
    const found = await until(
      `${this.command} ${how} ${pattern}`,
      () => ({ match: pattern.exec(text()), code: this.code, stdout: this.stdout, stderr: this.stderr }),
      ({ match, code }) => match !== null || code !== undefined,
      wait,
    );
    if (!found.match) throw new Error(`${this.command} ended (${found.code}) without ${pattern}: ${found.stderr}`);
    return found.match;
  }

  ended(code: number): void {
    this.code = code;
    this.#end?.(code);
  }

  lost(error: Error): void {
    this.#fail?.(error);
  }
}
