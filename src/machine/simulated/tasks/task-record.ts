/** The account of one simulated task, as native/bpf/tasks.bpf.c keeps it of a real one: what the kernel does not tell is not told here either. */
import { fixedOne, IntervalSeries } from '../../../lattice/metrics/interval-series.js';
import type { Task } from '../../../model/tasks/task.js';

export interface TaskIdentity {
  readonly pid: number;
  readonly name: string;
  /** ns since the machine began. */
  readonly start: number;
}

/** Why a task left its CPU. */
export type Leaving = 'sleep' | 'preempted' | 'end';

const wakers = 4;
/** From 16 binary places of a unit of 1024 ns to ns. */
const nsOfFiltered = 2 ** (16 - 10);
const between = (from: number, to: number): number => Math.max(0, to - from);

/** Times are ns of the simulation. */
export class TaskRecord {
  readonly of: TaskIdentity;
  asleep = false;
  ended = false;
  /** When it last left a CPU. */
  off: number | undefined;
  private woken: number | undefined;
  /** The run that goes on was not seen from its beginning. */
  private partial = true;
  /** ns of the run that goes on. */
  private running = 0;
  /** When the newest run began by a wake-up. */
  private active: number | undefined;
  private run = 0;
  private wait = 0;
  private sleep = 0;
  private work = 0;
  private voluntary = 0;
  private involuntary = 0;
  private wakeups = 0;
  private readonly runs = new IntervalSeries();
  private readonly sleeps = new IntervalSeries();
  private readonly periods = new IntervalSeries();
  private readonly waker: { pid: number; times: number }[] = [];

  constructor(of: TaskIdentity) {
    this.of = of;
  }

  /** `by`: the task that woke it, or that the interrupt stopped which did; 0: an interrupt on an idle CPU. */
  wake(at: number, by: number): void {
    if (!this.asleep || this.woken !== undefined) return;
    this.wakeups++;
    this.tally(by);
    this.woken = at;
  }

  /** It was on a CPU from `since` to `until`, of `mhz` at the end. */
  leave(since: number, until: number, mhz: number, why: Leaving): void {
    const ran = between(since, until);
    if (this.asleep) this.endSleep(since);
    else if (this.off !== undefined) this.wait += between(this.off, since);
    this.run += ran;
    this.work += ran * mhz;
    this.running += ran;
    this.off = until;
    if (why === 'end') this.ended = true;
    else if (why === 'sleep') this.beginSleep();
    else this.involuntary++;
  }

  /** `stay`: it is on a CPU now, since then. */
  told(now: number, cgroup: number, stay?: { readonly since: number; readonly mhz: number }): Task {
    const { of, ended, wait, sleep, runs, sleeps, periods, voluntary, involuntary, wakeups } = this;
    const more = stay === undefined ? 0 : between(stay.since, now);
    const coherences = [runs.coherence, sleeps.coherence];
    const known = coherences.filter(c => c !== undefined);
    return {
      pid: of.pid,
      tgid: of.pid,
      start: of.start,
      cgroup,
      name: of.name,
      ended,
      run: this.run + more,
      wait,
      sleep,
      work: this.work + more * (stay?.mhz ?? 0),
      period: periods.mean,
      jitter: periods.deviation,
      meanRun: runs.mean,
      meanSleep: sleeps.mean,
      filtered: { run: filteredNs(runs), sleep: filteredNs(sleeps), period: filteredNs(periods), misses: 0 },
      periods: periods.count,
      coherence: known.length < coherences.length ? undefined : Math.min(...known) / fixedOne,
      missCoherence: undefined,
      bunching: periods.bunching === undefined ? undefined : periods.bunching / fixedOne,
      voluntary,
      involuntary,
      wakeups,
      execs: 0,
      misses: 0,
      instructions: 0,
      wakers: this.waker.map(w => ({ ...w })).sort((a, b) => b.times - a.times),
    };
  }

  private endSleep(since: number): void {
    const { off = since, woken = since, active } = this;
    this.sleep += between(off, woken);
    this.wait += between(woken, since);
    this.sleeps.push(between(off, woken));
    if (active !== undefined) this.periods.push(between(active, woken));
    this.active = woken;
    this.asleep = false;
  }

  private beginSleep(): void {
    this.voluntary++;
    if (!this.partial) this.runs.push(this.running);
    this.partial = false;
    this.running = 0;
    this.asleep = true;
    this.woken = undefined;
  }

  /** Space-saving (Metwally 2005): a newcomer takes the least one's place and count. */
  private tally(pid: number): void {
    const found = this.waker.find(w => w.pid === pid);
    if (found !== undefined) found.times++;
    else if (this.waker.length < wakers) this.waker.push({ pid, times: 1 });
    else {
      const least = this.waker.reduce((a, b) => (b.times < a.times ? b : a));
      least.pid = pid;
      least.times++;
    }
  }
}

const filteredNs = ({ filtered }: IntervalSeries): number => Math.floor(filtered / nsOfFiltered);
