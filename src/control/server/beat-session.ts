import type { Socket } from 'node:net';
import type { Heartbeat } from '../../governor/budget/heartbeats.js';
import { parseBeat } from '../protocol/beat.js';
import { LineSplitter, LineTooLong } from '../protocol/lines.js';
import type { Hints } from './hints.js';

const longestBeat = 512;
/** Lines that one client may send a second, and how many it may have saved up. */
const linesPerSecond = 20;
const burst = 40;
/** Errors that a client is told before it is dropped. */
const mostErrors = 10;

/** What takes the lines of all sessions; `clock` gives seconds that never go back. */
interface Takers {
  readonly take: (beat: Heartbeat, at: number) => void;
  readonly hints: Hints;
  readonly clock: () => number;
}

/** One application that reports, or a script that does for several. Good lines are not answered, so that a client need not read. */
export class BeatSession {
  /** Whose it is; null where the kernel does not tell. */
  readonly uid: number | null;
  private readonly socket: Socket;
  private readonly takers: Takers;
  private readonly lines = new LineSplitter(longestBeat);
  private errors = 0;
  private allowed = burst;
  private filledAt: number;

  constructor(socket: Socket, uid: number | null, takers: Takers) {
    this.socket = socket;
    this.uid = uid;
    this.takers = takers;
    this.filledAt = takers.clock();
    socket.on('data', (chunk: Buffer) => this.read(chunk));
    // Applications come and go as they like: 'close' follows.
    socket.on('error', () => {});
  }

  end(): void {
    this.socket.destroy();
  }

  private read(chunk: Buffer): void {
    try {
      for (const line of this.lines.push(chunk)) {
        if (line.trim() !== '') this.line(line);
        if (this.errors >= mostErrors) {
          this.drop();
          return;
        }
      }
    } catch (error) {
      if (!(error instanceof LineTooLong)) throw error;
      this.refuse(error.message);
      this.drop();
    }
  }

  private line(line: string): void {
    const { take, hints, clock } = this.takers;
    const now = clock();
    this.allowed = Math.min(burst, this.allowed + (now - this.filledAt) * linesPerSecond);
    this.filledAt = now;
    if (this.allowed < 1) {
      this.refuse(`more than ${linesPerSecond} lines a second, once is enough`);
      return;
    }
    this.allowed--;
    const told = parseBeat(line);
    if (typeof told === 'string') {
      this.refuse(told);
      return;
    }
    const { name, pid, beat, hint } = told;
    if (beat !== undefined) take(beat, now);
    const wrong = hint === undefined ? undefined : hints.take(this, name, pid, hint, now);
    if (wrong !== undefined) this.refuse(wrong);
  }

  private refuse(error: string): void {
    this.errors++;
    if (this.socket.writable) this.socket.write(`${JSON.stringify({ ok: false, error })}\n`);
  }

  /** The client can still read its replies; what it still sends is ignored. */
  private drop(): void {
    this.socket.removeAllListeners('data');
    this.socket.resume();
    this.socket.destroySoon();
  }
}
