/**
 * What the processes do that hints name, from /proc.
 *
 * 1. Every 2 s, while there are hints: CPU time of each process (of all its threads, and of children that it waited for) and of the machine. The
 *    quotient of their growth is its share; less than 50 ms of the machine's time say nothing and are left to the next look.
 * 2. A process counts if it lives, is of the user who gave the hint (root may speak for others) and took CPU time in the last minute.
 *
 * Two small files a hint and look, at most 64 hints. Nothing is read while there are none.
 */
import { readFileSync, statSync } from 'node:fs';
import type { HeldHint } from '../../control/server/hints.js';
import type { Hinted, Worked } from '../../governor/budget/hinted.js';
import { cpuTimeOf } from '../../machine/linux/procfs/process.js';

const betweenLooks = 2;
const restSeconds = 60;
/** In clock ticks, of which Linux tells 100 a second. */
const leastTicks = 5;

interface Seen {
  readonly start: number;
  /** Clock ticks, of the process and of the machine, at the last look that said something. */
  ticks: number;
  all: number;
  share: number | undefined;
  /** When it was last seen to have run. */
  ran: number;
}

export class HintProcesses {
  private readonly proc: string;
  private known = new Map<number, Seen>();
  private lookedAt = Number.NEGATIVE_INFINITY;
  private worked = new Map<string, Worked>();

  constructor(proc: string) {
    this.proc = proc;
  }

  /** The hints at `now` s with what their processes did. */
  follow(hints: readonly HeldHint[], now: number): readonly Hinted[] {
    if (hints.length === 0) {
      if (this.known.size > 0) this.known = new Map();
      return none;
    }
    const isNew = hints.some(h => !this.worked.has(keyOf(h)));
    if (isNew || now - this.lookedAt >= betweenLooks) this.look(hints, now);
    return hints.map(({ name, pid, uid, deadline, latency, batch }) => {
      const process = this.worked.get(keyOf({ pid, uid })) ?? unknown;
      return { name, pid, uid, deadline, latency, batch, process };
    });
  }

  private look(hints: readonly HeldHint[], now: number): void {
    this.lookedAt = now;
    const all = this.machineTicks();
    const before = this.known;
    this.known = new Map();
    this.worked = new Map();
    for (const { pid, uid } of hints) {
      const seen = this.known.get(pid) ?? this.see(pid, before.get(pid), all, now);
      if (seen !== undefined) this.known.set(pid, seen);
      const trouble = this.trouble(pid, uid, seen, now);
      this.worked.set(keyOf({ pid, uid }), { share: trouble === undefined ? seen?.share : undefined, trouble });
    }
  }

  private see(pid: number, last: Seen | undefined, all: number | undefined, now: number): Seen | undefined {
    const found = cpuTimeOf(pid, this.proc);
    if (found === undefined) return undefined;
    const { start, ticks } = found;
    if (last?.start !== start || all === undefined)
      return { start, ticks, all: all ?? Number.NaN, share: undefined, ran: now };
    const ran = ticks > last.ticks ? now : last.ran;
    if (!(all - last.all >= leastTicks)) return { ...last, ran };
    return { start, ticks, all, share: Math.min(1, (ticks - last.ticks) / (all - last.all)), ran };
  }

  private trouble(pid: number, uid: number | null, seen: Seen | undefined, now: number): string | undefined {
    if (seen === undefined) return `no process ${pid} runs here`;
    if (uid !== null && uid !== 0 && this.ownerOf(pid) !== uid)
      return `process ${pid} is not of uid ${uid}, who says so`;
    return now - seen.ran > restSeconds ? `process ${pid} has not run for ${restSeconds} s` : undefined;
  }

  private ownerOf(pid: number): number | undefined {
    return statSync(`${this.proc}/${pid}`, { throwIfNoEntry: false })?.uid;
  }

  /** Clock ticks in which CPUs were not idle; undefined where that can't be read. */
  private machineTicks(): number | undefined {
    try {
      const [, user, nice, system, , , irq, softirq] = readFileSync(`${this.proc}/stat`, 'utf8').split(/\s+/, 8);
      const ticks = Number(user) + Number(nice) + Number(system) + Number(irq) + Number(softirq);
      return Number.isFinite(ticks) ? ticks : undefined;
    } catch {
      return undefined;
    }
  }
}

const none: readonly Hinted[] = [];
const unknown: Worked = { share: undefined, trouble: 'nothing is known of its process yet' };
const keyOf = ({ pid, uid }: Pick<HeldHint, 'pid' | 'uid'>): string => `${uid}/${pid}`;
