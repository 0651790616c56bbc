import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Glob } from './glob.js';
import { base, beginningOf, groupsOf, programOf, uidOf } from './processes.js';

/** What an application is known by; `*` stands for anything. */
export interface ApplicationMatch {
  /** A name, or a path where it has a slash. */
  readonly executable?: string | undefined;
  /** A control group, with all that is in it. */
  readonly cgroup?: string | undefined;
  /** Whose process it must be; anybody's where left out. */
  readonly uid?: number | undefined;
}

/** Looks are this far apart, s: each reads one or two files a process. */
const betweenLooks = 5;
/** A process that was the same in two looks is taken to stay so, until all are looked at anew: it may yet become another program. */
const looksTrusted = 12;
/** Processes that one call looks at anew: some milliseconds. The rest come with the next ticks. */
const mostAtOnce = 256;

interface Known {
  /** Of what was read of it: the texts themselves may be long, and there may be thousands. */
  readonly hash: number;
  /** Indices of the applications that it is one of. */
  readonly matches: readonly number[];
  readonly sure: boolean;
}

interface Pattern {
  readonly executable: Glob | undefined;
  readonly byPath: boolean;
  readonly cgroup: Glob | undefined;
  readonly uid: number | undefined;
}

/**
 * Which of the configured applications run, by the command lines, control groups and owners that /proc shows to everybody. A command line is what
 * its owner says it is; a control group and an owner are the kernel's word.
 */
export class Applications {
  private readonly proc: string;
  private readonly patterns: readonly Pattern[];
  private readonly known = new Map<string, Known>();
  private found: ReadonlySet<number> = new Set();
  private lookedAt = Number.NEGATIVE_INFINITY;
  private looks = 0;
  /** Processes of this look that were not looked at yet, and what was found so far. */
  private left: string[] = [];
  private finding = new Set<number>();

  constructor(matches: readonly ApplicationMatch[], proc: string) {
    this.proc = proc;
    this.patterns = matches.map(({ executable, cgroup, uid }) => ({
      executable: executable === undefined ? undefined : new Glob(executable),
      byPath: executable?.includes('/') === true,
      cgroup: cgroup === undefined ? undefined : new Glob(cgroup.startsWith('/') ? cgroup : `*/${cgroup}`),
      uid,
    }));
  }

  /** Indices of those that run, at `now` seconds of any clock that never goes back. */
  running(now: number): ReadonlySet<number> {
    if (this.patterns.length === 0) return this.found;
    if (this.left.length === 0 && now - this.lookedAt >= betweenLooks) {
      this.lookedAt = now;
      this.begin();
    }
    if (this.left.length > 0) this.goOn();
    return this.found;
  }

  private begin(): void {
    if (this.looks++ % looksTrusted === 0) this.known.clear();
    this.left = readdirSync(this.proc).filter(name => /^\d+$/.test(name));
    const here = new Set(this.left);
    for (const pid of this.known.keys()) if (!here.has(pid)) this.known.delete(pid);
    this.left.reverse();
    this.finding = new Set();
    if (this.left.length === 0) this.found = this.finding;
  }

  private goOn(): void {
    for (let anew = 0; anew < mostAtOnce; ) {
      const pid = this.left.pop();
      if (pid === undefined) break;
      const before = this.known.get(pid);
      const process = before?.sure === true ? before : this.look(pid, before);
      if (process !== before) anew++;
      for (const index of process.matches) this.finding.add(index);
    }
    if (this.left.length === 0) this.found = this.finding;
  }

  private look(pid: string, before: Known | undefined): Known {
    const folder = join(this.proc, pid);
    const command = beginningOf(join(folder, 'cmdline'));
    const group = command !== '' && this.patterns.some(p => p.cgroup) ? beginningOf(join(folder, 'cgroup')) : '';
    const uid = command !== '' && this.patterns.some(p => p.uid !== undefined) ? uidOf(folder) : undefined;
    const hash = hashOf(`${command}\n${group}\n${uid}`);
    const process =
      before?.hash === hash
        ? { ...before, sure: true }
        : { hash, matches: command === '' ? [] : this.matching(command, group, uid), sure: false };
    this.known.set(pid, process);
    return process;
  }

  private matching(command: string, group: string, owner: number | undefined): number[] {
    const path = programOf(command);
    const groups = groupsOf(group);
    return this.patterns.flatMap(({ executable, byPath, cgroup, uid }, index) => {
      if (uid !== undefined && uid !== owner) return [];
      if (executable !== undefined && !executable.matches(byPath ? path : base(path))) return [];
      return cgroup === undefined || groups.some(each => withParents(each).some(g => cgroup.matches(g))) ? [index] : [];
    });
  }
}

/** A group and all that it lies in. */
function withParents(group: string): string[] {
  const all = [group];
  for (let end = group.lastIndexOf('/'); end > 0; end = group.lastIndexOf('/', end - 1)) all.push(group.slice(0, end));
  return all;
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
