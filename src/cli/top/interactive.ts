import type { TasksStatus } from '../../control/protocol/operations/tasks.js';
import type { Status } from '../../control/protocol/status.js';
import { harmless } from '../render/harmless.js';
import type { Style } from '../render/style.js';
import { Screen } from '../render/terminal.js';
import { frame, pageOf } from './frame.js';
import { keysIn } from './keys.js';
import { firstView, firstWish, type TasksWish, type View, withKey, withStatus, withTasks } from './model.js';

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The live view on a terminal, until the user quits. The terminal is restored however it ends. */
export class Interactive {
  /** Resolves when the user quits. */
  readonly quit: Promise<void>;
  private readonly screen = new Screen(process.stdout);
  private readonly style: Style;
  private readonly changed: () => void;
  private readonly first: TasksWish | undefined;
  private view: View | undefined;
  private end: () => void = () => {};

  /** `changed`: other tasks are wanted now. */
  constructor(style: Style, changed: () => void, first?: TasksWish) {
    this.style = style;
    this.changed = changed;
    this.first = first;
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
    this.view = this.view === undefined ? firstView(safe, this.first) : withStatus(this.view, safe);
    this.draw();
  }

  /** The tasks that are wanted now. */
  get wish(): TasksWish {
    return this.view?.wish ?? this.first ?? firstWish;
  }

  /** Tasks, or why they can't be had. */
  tasks(told: TasksStatus | string): void {
    if (this.view !== undefined) this.view = withTasks(this.view, harmless(told));
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
      const { wish } = this;
      if (this.view !== undefined) this.view = withKey(this.view, key, pageOf(this.view, width, height, this.style));
      if (this.wish !== wish) this.changed();
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
