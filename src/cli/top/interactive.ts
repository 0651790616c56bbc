import { messageOf } from '../../control/protocol/errors.js';
import type { Change } from '../../control/protocol/operations/change.js';
import type { TasksStatus } from '../../control/protocol/operations/tasks.js';
import type { Status } from '../../control/protocol/status.js';
import type { KindOf } from '../../web/told/clocks.js';
import { harmless } from '../render/harmless.js';
import type { Style } from '../render/style.js';
import { Screen } from '../render/terminal.js';
import { frame, pageOf } from './frame.js';
import { type Key, keysIn } from './keys.js';
import { firstView, firstWish, type TasksWish, type View, withKey, withStatus, withTasks } from './model.js';
import { answered, doneWords } from './prompt.js';

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** Whom the view asks for more than it is told. */
export interface Asked {
  /** Other tasks are wanted now. */
  readonly tasksWanted: () => void;
  /** A person asks for a change. Resolves when it is made; rejects with why not. */
  readonly change: (change: Change) => Promise<unknown>;
}

/** The live view on a terminal, until the user quits. The terminal is restored however it ends. */
export class Interactive {
  /** Resolves when the user quits. */
  readonly quit: Promise<void>;
  private readonly screen = new Screen(process.stdout);
  private readonly style: Style;
  private readonly asked: Asked;
  private readonly first: TasksWish | undefined;
  private view: View | undefined;
  private kindOf: KindOf | undefined;
  private end: () => void = () => {};

  constructor(style: Style, asked: Asked, first?: TasksWish) {
    this.style = style;
    this.asked = asked;
    this.first = first;
    this.quit = new Promise(resolve => {
      this.end = resolve;
    });
  }

  start(): void {
    // 'exit' comes last also after an uncaught error, before Node prints it.
    process.once('exit', () => this.screen.leave());
    for (const signal of endingSignals) process.on(signal, () => this.end());
    process.on('SIGTSTP', () => this.suspend());
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

  /** Which kinds of core the machine has. */
  kinds(kindOf: KindOf): void {
    this.kindOf = kindOf;
    if (this.view !== undefined) this.view = { ...this.view, kindOf };
  }

  news(status: Status): void {
    const safe = harmless(status);
    this.view = this.view === undefined ? firstView(safe, this.first, this.kindOf) : withStatus(this.view, safe);
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
      else this.press(key);
    }
    this.draw();
  }

  private press(key: Key): void {
    const { view, wish } = this;
    if (view === undefined) return;
    if (view.prompt !== undefined) {
      const { prompt, change } = answered(view.prompt, key, view.status);
      this.view = { ...view, prompt };
      if (change !== undefined) void this.ask(change);
      return;
    }
    const { width, height } = this.screen;
    this.view = withKey(view, key, pageOf(view, width, height, this.style));
    if (this.wish !== wish) this.asked.tasksWanted();
  }

  private async ask(change: Change): Promise<void> {
    const [text, refused] = await this.asked.change(change).then(
      () => [doneWords(change), false] as const,
      (error: unknown) => [harmless(messageOf(error)), true] as const,
    );
    if (this.view === undefined) return;
    this.view = { ...this.view, said: { at: this.view.now, text, refused } };
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
