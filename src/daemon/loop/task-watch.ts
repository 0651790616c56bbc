import type { TaskView } from '../../governor/tasks/task-view.js';
import type { Machine } from '../../machine/machine.js';
import { TaskLooks } from '../../machine/task-looks.js';
import type { Nanoseconds } from '../../model/units.js';
import type { Log } from '../log.js';
import type { LoopObserver, Ticked } from './observer.js';

/** Looks at tasks while some wait for a CPU, for the rules. What can't be had leaves them without; the reason is logged once. */
export class TaskWatch implements LoopObserver {
  private readonly machine: Pick<Machine, 'tasks'>;
  private readonly log: Log;
  private looks = new TaskLooks();
  private asking = false;
  private told = '';

  constructor(machine: Pick<Machine, 'tasks'>, log: Log) {
    this.machine = machine;
    this.log = log;
  }

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

  batched(at: Nanoseconds): void {
    if (this.machine.tasks !== undefined && !this.asking && this.looks.due(at / 1e9)) void this.look(at / 1e9);
  }

  private async look(at: number): Promise<void> {
    // A look that comes back after the machine described itself anew is of no use.
    const { looks } = this;
    this.asking = true;
    try {
      const table = await this.machine.tasks?.();
      if (table !== undefined) looks.take(table, at);
    } catch (error) {
      looks.failed(at);
      const why = error instanceof Error ? error.message : String(error);
      if (why !== this.told) this.log('info', `tasks can't be looked at: ${why}`);
      this.told = why;
    } finally {
      this.asking = false;
    }
  }
}
