/**
 * Energy for each unit of applications' work, from their heartbeats and the account of tasks:
 *
 * 1. Between two accounts count the units that each application did; what it had done before its first message is not known and does not count.
 * 2. Its energy is that of its program: of all processes of the same name. Several that report the same work by the same name count together.
 * 3. Where the account does not know the program (its pid is of another namespace), it is the active energy of the whole package, and is said to be.
 * 4. Time in which an application did no unit takes no part: it waits for work.
 *
 * An application is a name, a pid and a unit. Of more than 64, the one that has been silent for longest is forgotten.
 */
import type { Heartbeat } from '../../governor/budget/heartbeats.js';
import type { TaskAccount } from '../../model/tasks/account.js';
import type { Work } from '../../model/tasks/work.js';

const mostApplications = 64;

interface Application {
  readonly name: string;
  readonly unit: string;
  readonly pid: number;
  /** Its program's name, once it could be read. */
  program: string | undefined;
  done: number;
  /** Units since the last account. */
  units: number;
}

interface Together {
  readonly name: string;
  readonly unit: string;
  units: number;
  readonly programs: Set<string | undefined>;
}

export class WorkLog {
  private readonly applications = new Map<string, Application>();
  private readonly programOf: (pid: number) => string | undefined;

  /** `programOf`: the name of a process, as the account has it. */
  constructor(programOf: (pid: number) => string | undefined) {
    this.programOf = programOf;
  }

  /** Takes a message; returns the units that were done since the one before. */
  beat({ name, pid, done, unit = 'units' }: Heartbeat): number {
    const key = `${name}/${pid}/${unit}`;
    const before = this.applications.get(key);
    const application = before ?? { name, unit, pid, program: this.programOf(pid), done, units: 0 };
    // A count that went back was begun anew.
    const units = Math.max(0, done - application.done);
    application.units += units;
    application.done = done;
    this.applications.delete(key);
    this.applications.set(key, application);
    const [oldest] = this.applications.keys();
    if (this.applications.size > mostApplications && oldest !== undefined) this.applications.delete(oldest);
    return units;
  }

  /** The work of the time of this account, which is then counted anew. */
  share(account: TaskAccount): Work[] {
    const joules = new Map(account.byApplication.map(use => [use.name, use.joules]));
    const active = difference(account.packageJoules, account.idleJoules);
    return this.together().map(({ name, unit, units, programs }): Work => {
      const known = [...programs].filter(program => program !== undefined && joules.has(program));
      if (known.length < programs.size) return { name, unit, units, joules: active, of: 'package' };
      const own = known.map(program => joules.get(program ?? ''));
      const sum = own.reduce((a, b) => (a === undefined || b === undefined ? undefined : a + b), 0);
      return { name, unit, units, joules: sum, of: 'application' };
    });
  }

  private together(): Together[] {
    const all = new Map<string, Together>();
    for (const application of this.applications.values()) {
      const { name, unit, pid, units } = application;
      if (units === 0) continue;
      application.units = 0;
      // A program may have taken another name, or have ended.
      application.program = this.programOf(pid) ?? application.program;
      const key = `${unit} ${name}`;
      const of = all.get(key) ?? { name, unit, units: 0, programs: new Set() };
      of.units += units;
      of.programs.add(application.program);
      all.set(key, of);
    }
    return [...all.values()];
  }
}

const difference = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : Math.max(0, a - b);
