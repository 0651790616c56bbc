/**
 * What each simulated task does, told as lattice-helper tells it of the kernel's (native/bpf/tasks.bpf.c). It counts only while somebody asks. Each is
 * the only thread of its own program, in the root cgroup; its pid is above all that Linux gives, so it is nobody's on the machine where the simulation
 * runs.
 */
import { type TasksWanted, type TaskTable, usualHold } from '../../../model/tasks/task.js';
import type { Thread } from '../work/job.js';
import { CoreTasks, type Records } from './core-tasks.js';
import { type TaskIdentity, TaskRecord } from './task-record.js';

const limits = { hold: 600, least: 64, most: 65536 };
const usual = { holdSeconds: usualHold, size: 16384, cgroup: 0 };
/** PID_MAX_LIMIT. */
const highestPid = 2 ** 22;
const nameLength = 15;
const root = 1;

export class TaskBook implements Records {
  counting = false;
  private readonly cores: CoreTasks[] = [];
  private readonly identities = new Map<Thread, TaskIdentity>();
  private records = new Map<Thread, TaskRecord>();
  private gone: TaskRecord[] = [];
  private pids = 0;
  private size = 0;
  private only = 0;
  private until = 0;
  private created = 0;
  private ended = 0;
  private evicted = 0;

  core(): CoreTasks {
    const core = new CoreTasks(this);
    this.cores.push(core);
    return core;
  }

  /**
   * All tasks, and goes on counting. `at`: ms, `running`: by core; `began`: CLOCK_BOOTTIME ns at which the simulation did. Throws an Error that says what
   * is wrong with the request.
   */
  look(wanted: TasksWanted, at: number, running: readonly (Thread | undefined)[], began = 0): TaskTable {
    const { holdSeconds, size, cgroup } = checked(wanted);
    if (holdSeconds === 0) this.stop();
    else if (!this.counting || size !== this.size || cgroup !== this.only) {
      this.stop();
      this.size = size;
      this.only = cgroup;
      this.counting = true;
      for (const [i, core] of this.cores.entries()) core.begin(running[i], at);
    }
    this.until = at + holdSeconds * 1000;
    return this.table(Math.round(at * 1e6), began);
  }

  /** The clock of each core now, which weighs what its tasks do until the next sample; ends the counting when nobody has asked for long. */
  sampled(at: number, mhz: readonly number[]): void {
    for (const [i, core] of this.cores.entries()) core.mhz = mhz[i] ?? 0;
    if (this.counting && at >= this.until) this.stop();
  }

  identify(thread: Thread, atNs: number): TaskIdentity {
    const known = this.identities.get(thread);
    if (known !== undefined) return known;
    const of = { pid: highestPid + ++this.pids, name: thread.of.name.slice(0, nameLength), start: atNs };
    this.identities.set(thread, of);
    return of;
  }

  find(thread: Thread): TaskRecord | undefined {
    return this.records.get(thread);
  }

  make(thread: Thread): TaskRecord {
    if (this.records.size >= this.size) this.evict();
    const record = new TaskRecord(this.identify(thread, 0));
    this.records.set(thread, record);
    this.created++;
    return record;
  }

  forget(thread: Thread): void {
    const record = this.records.get(thread);
    if (record !== undefined) {
      record.ended = true;
      this.gone.push(record);
    }
    this.records.delete(thread);
    this.identities.delete(thread);
  }

  private table(now: number, began: number): TaskTable {
    const { created, evicted, size, gone } = this;
    // In another cgroup than the root there is nobody.
    const seen = this.only > root ? [] : [...this.records.values(), ...gone];
    const tasks = seen.map(record => {
      const task = record.told(
        now,
        root,
        this.cores.map(core => core.stayOf(record)).find(stay => stay !== undefined),
      );
      return { ...task, start: began + task.start };
    });
    this.ended += gone.length;
    this.gone = [];
    return { tasks, size, created, ended: this.ended, replaced: 0, refused: 0, evicted, uncounted };
  }

  private stop(): void {
    this.counting = false;
    this.records = new Map();
    this.gone = [];
    this.created = this.ended = this.evicted = 0;
    for (const core of this.cores) core.end();
  }

  /** The task that did nothing for longest makes room. */
  private evict(): void {
    let oldest: [Thread, TaskRecord] | undefined;
    for (const entry of this.records) if ((entry[1].off ?? 0) < (oldest?.[1].off ?? Infinity)) oldest = entry;
    if (oldest === undefined) return;
    this.records.delete(oldest[0]);
    this.evicted++;
  }
}

const uncounted = 'the simulation counts misses and instructions of a CPU, not of its tasks';

function checked(wanted: TasksWanted): Required<TasksWanted> {
  const { holdSeconds = usual.holdSeconds, size = usual.size, cgroup = usual.cgroup } = wanted;
  if (!(holdSeconds >= 0 && holdSeconds <= limits.hold)) throw new Error('hold_s is outside 0 to 600');
  if (!(Number.isInteger(size) && size >= limits.least && size <= limits.most))
    throw new Error('size is no whole number from 64 to 65536');
  if (!(Number.isInteger(cgroup) && cgroup >= 0)) throw new Error('cgroup is no id of a cgroup');
  return { holdSeconds, size, cgroup };
}
