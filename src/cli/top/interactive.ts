import type { Status } from '../../control/protocol/status.js';
import { harmless } from '../render/harmless.js';
import type { Style } from '../render/style.js';
import { Screen } from '../render/terminal.js';
import { frame, pageOf } from './frame.js';
import { keysIn } from './keys.js';
import { firstView, type View, withKey, withStatus } from './model.js';

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The live view on a terminal, until the user quits. The terminal is restored however it ends. */
export class Interactive {
  /** Resolves when the user quits. */
  readonly quit: Promise<void>;
  private readonly screen = new Screen(process.stdout);
  private readonly style: Style;
  private view: View | undefined;
  private end: () => void = () => {};

  constructor(style: Style) {
    this.style = style;
    this.quit = new Promise(resolve => {
      this.end = resolve;
    });
  }

  start(): void {
    // 'exit' comes last also after an uncaught error, before Node prints it.
    process.once('exit', () => this.screen.leave());
    for (const signal of endingSignals) process.on(signal, () => this.end());
    process.on('SIGCONT', () => this.resume());
    process.stdout.on('resize', () => {
      this.screen.resized();
      this.draw();
    });
    if (process.stdin.isTTY) {
      process.stdin.setEncoding('utf8').on('data', (text: string) => this.take(text));
    }
    this.resume();
  }

  stop(): void {
    if (process.stdin.isTTY) process.stdin.setRawMode(false).pause();
    this.screen.leave();
  }

  news(status: Status): void {
    const safe = harmless(status);
    this.view = this.view === undefined ? firstView(safe) : withStatus(this.view, safe);
    this.draw();
  }

  trouble(why: string): void {
    if (this.view === undefined) return;
    this.view = { ...this.view, trouble: why };
    this.draw();
  }

  private take(text: string): void {
    for (const key of keysIn(text)) {
      if (key === 'quit') this.end();
      else if (key === 'suspend') this.suspend();
      const { width, height } = this.screen;
      if (this.view !== undefined) this.view = withKey(this.view, key, pageOf(this.view, width, height, this.style));
    }
    this.draw();
  }

  /** Gives the terminal to the shell until it continues us. */
  private suspend(): void {
    this.stop();
    process.kill(process.pid, 'SIGSTOP');
  }

  private resume(): void {
    if (process.stdin.isTTY) process.stdin.setRawMode(true).resume();
    this.screen.enter();
    this.draw();
  }

  private draw(): void {
    const { width, height } = this.screen;
    if (this.view !== undefined) this.screen.draw(frame(this.view, width, height, this.style).map(this.style.legible));
  }
}
