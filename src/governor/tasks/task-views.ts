/**
 * From looks at the table of tasks to the view that rules have of them.
 *
 * 1. A task is periodic if it was woken 8 times and more, at least every 110 ms, at intervals that deviate by less than 15 % of their mean (THEORY 3.4).
 * 2. Of any other task the length of its runs counts: a run ends when the task sleeps, and not when it gives way.
 * 3. A task that sleeps for less than 5 % of the time is busy all the time. For what it waits others had its CPU: the periodic ones for no longer than
 *    they ran.
 *
 * O(tasks) a look, in time and memory.
 */
import type { Task, TaskTable } from '../../model/tasks/task.js';
import type { PeriodicTask, TaskView } from './task-view.js';

const fewestPeriods = 8;
const mostJitter = 0.15;
const longestPeriod = 110e6;
const most = 16;
/** Share of a CPU below which a task did nothing. */
const least = 0.002;
const restless = 0.05;
const rememberedSeconds = 60;
const ns = 1e9;
const inMs = 1e-6;

interface Last {
  readonly task: Task;
  /** When it was last seen to have run, s. */
  readonly ranAt: number;
}

type Used = Pick<Task, 'run' | 'wait' | 'sleep' | 'work'>;

export class TaskViews {
  private last = new Map<string, Last>();
  private at: number | undefined;
  private created = 0;

  /** Takes a look at `at` s; undefined where there is none before it to compare with. */
  take({ tasks, created }: TaskTable, at: number): TaskView | undefined {
    const { last } = this;
    const span = this.at === undefined || created < this.created ? 0 : (at - this.at) * ns;
    this.at = at;
    this.created = created;
    this.last = new Map();
    const summing = new Summing(span);
    for (const task of tasks) {
      const key = `${task.pid}:${task.start}`;
      const before = span > 0 ? last.get(key) : undefined;
      const used = since(task, before?.task);
      const ran = used.run >= least * span;
      const ranAt = ran ? at : (before?.ranAt ?? Number.NEGATIVE_INFINITY);
      if (!task.ended) this.last.set(key, { task, ranAt });
      if (at - ranAt <= rememberedSeconds) summing.take(task, used, ran);
    }
    return span > 0 ? summing.view() : undefined;
  }
}

class Summing {
  private readonly span: number;
  private readonly periodic: PeriodicTask[] = [];
  private inPeriods = 0;
  private inAll = 0;
  private longest = 0;
  private waits = 0;

  constructor(span: number) {
    this.span = span;
  }

  take(task: Task, { run, wait, sleep, work }: Used, ran: boolean): void {
    const { span } = this;
    this.inAll += run;
    if (isPeriodic(task)) {
      this.inPeriods += run;
      const period = task.period * inMs;
      if (ran) this.periodic.push({ period, run: (run / span) * period, mhz: run > 0 ? work / run : 0 });
    } else if (ran && sleep < restless * span) this.waits = Math.max(this.waits, wait / (wait + run));
    else this.longest = Math.max(this.longest, task.meanRun * inMs);
  }

  view(): TaskView {
    const { span, periodic, inPeriods, inAll, longest, waits } = this;
    return {
      periodic: periodic.sort((a, b) => b.run / b.period - a.run / a.period).slice(0, most),
      others: inPeriods > 0 ? (inAll - inPeriods) / inPeriods : Number.MAX_VALUE,
      longest,
      taken: Math.min(waits, inPeriods / span),
    };
  }
}

const nothing: Used = { run: 0, wait: 0, sleep: 0, work: 0 };

const since = ({ run, wait, sleep, work }: Used, last: Used = nothing): Used => ({
  run: Math.max(0, run - last.run),
  wait: Math.max(0, wait - last.wait),
  sleep: Math.max(0, sleep - last.sleep),
  work: Math.max(0, work - last.work),
});

const isPeriodic = ({ periods, period, jitter }: Task): boolean =>
  periods >= fewestPeriods && period <= longestPeriod && jitter < mostJitter * period;
