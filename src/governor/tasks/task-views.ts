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
import { type Counter, TaskCounters } from '../../model/tasks/task-counters.js';
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

const counters: readonly Counter[] = ['run', 'wait', 'sleep', 'work'];

type Used = Pick<Task, 'run' | 'wait' | 'sleep' | 'work'>;

export class TaskViews {
  private readonly counters = new TaskCounters(counters);
  /** When each was last seen to have run, s. */
  private ranAt = new Float64Array(0);
  private at: number | undefined;
  private created = 0;

  /** Takes a look at `at` s; undefined where there is none before it to compare with. */
  take({ tasks, created }: TaskTable, at: number): TaskView | undefined {
    const { counters } = this;
    const span = this.at === undefined || created < this.created ? 0 : (at - this.at) * ns;
    this.at = at;
    this.created = created;
    const alive: Task[] = [];
    const ranAt = new Float64Array(tasks.length);
    const summing = new Summing(span);
    for (const task of tasks) {
      const place = span > 0 ? counters.placeOf(task) : undefined;
      const used: Used = {
        run: counters.grown(place, 0, task.run),
        wait: counters.grown(place, 1, task.wait),
        sleep: counters.grown(place, 2, task.sleep),
        work: counters.grown(place, 3, task.work),
      };
      const ran = used.run >= least * span;
      const before = place === undefined ? undefined : this.ranAt[place];
      const last = ran ? at : (before ?? Number.NEGATIVE_INFINITY);
      if (!task.ended) ranAt[alive.push(task) - 1] = last;
      if (at - last <= rememberedSeconds) summing.take(task, used, ran);
    }
    counters.keep(alive);
    this.ranAt = ranAt;
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

const isPeriodic = ({ periods, period, jitter }: Task): boolean =>
  periods >= fewestPeriods && period <= longestPeriod && jitter < mostJitter * period;
