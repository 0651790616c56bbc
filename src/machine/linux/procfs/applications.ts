import { readdirSync, readFileSync } from 'node:fs';

/** What an application is known by; `*` stands for anything. */
export interface ApplicationMatch {
  /** A name, or a path where it has a slash. */
  readonly executable?: string | undefined;
  /** A control group, with all that is in it. */
  readonly cgroup?: string | undefined;
}

/** Looks are this far apart, s: each reads one or two files a process. */
const betweenLooks = 5;
/** A process that was the same in two looks is taken to stay so, until all are looked at anew: it may yet become another program. */
const looksTrusted = 12;
/** What runs a script is not what people call the application. */
const interpreter = /^(python|node|perl|ruby|bash|dash|sh)[\d.]*$/;

interface Known {
  readonly command: string;
  readonly group: string;
  sure: boolean;
}

/** Which of the configured applications run, by the command lines and control groups that /proc shows to everybody. */
export class Applications {
  private readonly proc: string;
  private readonly patterns: readonly { executable: RegExp | undefined; byPath: boolean; cgroup: RegExp | undefined }[];
  private readonly wantsGroups: boolean;
  private readonly known = new Map<string, Known>();
  private found: ReadonlySet<number> = new Set();
  private lookedAt = Number.NEGATIVE_INFINITY;
  private looks = 0;

  constructor(matches: readonly ApplicationMatch[], proc: string) {
    this.proc = proc;
    this.patterns = matches.map(({ executable, cgroup }) => ({
      executable: executable === undefined ? undefined : glob(executable, ''),
      byPath: executable?.includes('/') === true,
      cgroup: cgroup === undefined ? undefined : glob(cgroup.startsWith('/') ? cgroup : `*/${cgroup}`, '(/.*)?'),
    }));
    this.wantsGroups = this.patterns.some(p => p.cgroup !== undefined);
  }

  /** Indices of those that run, at `now` seconds of any clock that never goes back. */
  running(now: number): ReadonlySet<number> {
    if (this.patterns.length > 0 && now - this.lookedAt >= betweenLooks) {
      this.lookedAt = now;
      this.found = this.look();
    }
    return this.found;
  }

  private look(): ReadonlySet<number> {
    if (this.looks++ % looksTrusted === 0) this.known.clear();
    const pids = readdirSync(this.proc).filter(name => /^\d+$/.test(name));
    const here = new Set(pids);
    for (const pid of this.known.keys()) if (!here.has(pid)) this.known.delete(pid);
    const found = new Set<number>();
    for (const pid of pids) {
      const process = this.processOf(pid);
      if (process.command !== '') for (const index of this.matching(process)) found.add(index);
    }
    return found;
  }

  private processOf(pid: string): Known {
    const before = this.known.get(pid);
    if (before?.sure === true) return before;
    const command = text(`${this.proc}/${pid}/cmdline`);
    const group = this.wantsGroups && command !== '' ? text(`${this.proc}/${pid}/cgroup`) : '';
    const process = { command, group, sure: before?.command === command && before.group === group };
    this.known.set(pid, process);
    return process;
  }

  private *matching({ command, group }: Known): Generator<number> {
    const path = programOf(command);
    const groups = group.split('\n').map(line => line.slice(line.indexOf(':', line.indexOf(':') + 1) + 1));
    for (const [index, { executable, byPath, cgroup }] of this.patterns.entries()) {
      if (executable !== undefined && !executable.test(byPath ? path : base(path))) continue;
      if (cgroup !== undefined && !groups.some(each => cgroup.test(each))) continue;
      yield index;
    }
  }
}

/** The program of a command line, or the script that it runs. */
function programOf(command: string): string {
  const [program = '', ...rest] = command.split('\0');
  if (!interpreter.test(base(program))) return program;
  return rest.find(word => word !== '' && !word.startsWith('-')) ?? program;
}

const base = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function glob(pattern: string, end: string): RegExp {
  const parts = pattern.split('*').map(part => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}${end}$`, 's');
}

/** A process that ends while we look has nothing. */
function text(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
