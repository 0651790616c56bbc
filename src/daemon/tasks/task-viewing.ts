import type { TaskView } from '../../governor/tasks/task-view.js';
import { TaskLooks } from '../../machine/task-looks.js';
import type { TaskTable } from '../../model/tasks/task.js';
import type { LoopObserver, Ticked } from '../loop/observer.js';

/** The view of tasks for the rules, while some wait for a CPU. It says when a look is due, and is shown every look, also those that others asked for. */
export class TaskViewing implements LoopObserver {
  private looks = new TaskLooks();

  get view(): TaskView | undefined {
    return this.looks.view;
  }

  hello(): void {
    this.looks = new TaskLooks();
  }

  ticked({ mode, tick: { reading, budget } }: Pick<Ticked, 'mode' | 'tick'>): void {
    const wanted = mode === 'govern' && budget.slowdown > 0;
    this.looks.follow(wanted ? reading.cpuPressure : undefined, reading.interval);
  }

  /** Whether to look at `at`, monotonic s. */
  due(at: number): boolean {
    return this.looks.due(at);
  }

  /** Takes a look that was asked for at `at`. */
  take(table: TaskTable, at: number): void {
    this.looks.take(table, at);
  }

  failed(at: number): void {
    this.looks.failed(at);
  }
}
