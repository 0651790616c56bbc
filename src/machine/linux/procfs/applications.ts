import { join } from 'node:path';
import { Glob } from './glob.js';
import { base, groupsOf, identityOf, programOrScript, type Signs, signsIn } from './processes.js';
import { beginningOf, commandLineOf, processesIn, type Read, unhurried } from './reading.js';

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
/** Processes that are remembered; what is beyond, in the order of their numbers, is not looked at. */
const mostProcesses = 32_768;

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
 * its owner says it is; a control group and an owner are the kernel's word. A look goes on beside the loop, which never waits for it.
 */
export class Applications {
  private readonly proc: string;
  private readonly changed: () => void;
  private readonly read: Read;
  private readonly patterns: readonly Pattern[];
  private readonly known = new Map<string, Known>();
  private found: ReadonlySet<number> = new Set();
  private lookedAt = Number.NEGATIVE_INFINITY;
  private looks = 0;
  private looking: Promise<void> | undefined;

  /** `changed` is called when others run than before. */
  constructor(matches: readonly ApplicationMatch[], proc: string, changed: () => void, read: Read = beginningOf) {
    this.proc = proc;
    this.changed = changed;
    this.read = read;
    this.patterns = matches.map(({ executable, cgroup, uid }) => ({
      executable: executable === undefined ? undefined : new Glob(executable),
      byPath: executable?.includes('/') === true,
      cgroup: cgroup === undefined ? undefined : new Glob(cgroup.startsWith('/') ? cgroup : `*/${cgroup}`),
      uid,
    }));
  }

  /** Indices of those that ran when the newest look ended; begins another at `now` seconds of any clock that never goes back, when it is time. */
  running(now: number): ReadonlySet<number> {
    if (this.patterns.length > 0 && this.looking === undefined && now - this.lookedAt >= betweenLooks) {
      this.lookedAt = now;
      this.looking = this.look()
        // No /proc: nothing runs that could be known.
        .catch(() => this.take(new Set()))
        .finally(() => {
          this.looking = undefined;
        });
    }
    return this.found;
  }

  /** When the look that goes on has ended. */
  async looked(): Promise<void> {
    await this.looking;
  }

  private async look(): Promise<void> {
    if (this.looks++ % looksTrusted === 0) this.known.clear();
    const here = new Set<string>();
    const finding = new Set<number>();
    const pace = unhurried();
    const signs = await signsIn(this.proc, this.read);
    for await (const pid of processesIn(this.proc)) {
      if (here.size >= mostProcesses) break;
      here.add(pid);
      const before = this.known.get(pid);
      const process = before?.sure === true ? before : await this.one(pid, signs, before);
      if (process !== before) await pace();
      for (const index of process.matches) finding.add(index);
    }
    for (const pid of this.known.keys()) if (!here.has(pid)) this.known.delete(pid);
    this.take(finding);
  }

  private take(finding: ReadonlySet<number>): void {
    const before = this.found;
    this.found = finding;
    if (before.size !== finding.size || [...before].some(index => !finding.has(index))) this.changed();
  }

  /** Of whom the kernel's word already says that it is none of them, the command line is not read: that is the costly and doubtful part. */
  private async one(pid: string, signs: Signs, before: Known | undefined): Promise<Known> {
    const { patterns, read } = this;
    const folder = join(this.proc, pid);
    const owner = patterns.some(p => p.uid !== undefined) ? (await identityOf(folder, signs, read)).uid : undefined;
    const owned = patterns.filter(({ uid }) => uid === undefined || uid === owner);
    const group = owned.some(p => p.cgroup) ? await read(join(folder, 'cgroup')) : '';
    const groups = groupsOf(group).flatMap(withParents);
    const inGroup = owned.filter(({ cgroup }) => cgroup === undefined || groups.some(each => cgroup.matches(each)));
    const command = inGroup.length > 0 ? await commandLineOf(folder, read) : '';
    const process = this.judged(before, inGroup, command, `${group}\n${owner}`);
    this.known.set(pid, process);
    return process;
  }

  private judged(
    before: Known | undefined,
    patterns: readonly Pattern[],
    command: string | undefined,
    rest: string,
  ): Known {
    // What it was it may still be, until it can be read.
    if (command === undefined) return { hash: Number.NaN, matches: before?.matches ?? [], sure: false };
    const hash = hashOf(`${command}\n${rest}`);
    return before?.hash === hash
      ? { ...before, sure: true }
      : { hash, matches: this.of(command, patterns), sure: false };
  }

  /** Indices of the patterns that a command line fits; a process without one is the kernel's, or dead. */
  private of(command: string, patterns: readonly Pattern[]): number[] {
    if (command === '') return [];
    const path = programOrScript(command.split('\0'));
    const fits = ({ executable, byPath }: Pattern): boolean =>
      executable?.matches(byPath ? path : base(path)) !== false;
    return patterns.flatMap(pattern => (fits(pattern) ? [this.patterns.indexOf(pattern)] : []));
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
