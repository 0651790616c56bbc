import type { JournalReader } from '../journal/query/query.js';
import { noName, type UsageEntry } from '../journal/usage/entry.js';
import { usageExtent, usageIn } from '../journal/usage/usage-history.js';
import type { Period } from './calendar.js';
import type { WayName } from './way.js';

interface Share {
  /** Of the package's energy; null where none was measured. */
  readonly joules: number | null;
  /** Of all energy, idle too; of all CPU time where no energy was measured. Null of idle there. */
  readonly share: number | null;
}

export interface UserUse extends Share {
  readonly name: string;
  /** By GPU: time in which its kernels ran. */
  readonly cpuSeconds: number;
}

/** Who used the energy of a report's time. Users, others and idle come to `joules`. */
export interface Usage {
  readonly by: WayName;
  /** Largest first. One may have used more than is said, as one of the others of a time in which many used more. */
  readonly users: readonly UserUse[];
  /** All that the journal does not name; null where it names all. */
  readonly others: Omit<UserUse, 'name'> | null;
  /** What no task's work explains. */
  readonly idle: Share;
  readonly joules: number | null;
  readonly cpuSeconds: number;
  /** How much of the time was recorded. */
  readonly recordedSeconds: number;
  /** Why there is nothing; null where there is something. */
  readonly nothing: Nothing | null;
}

/** What was recorded at other times, or why nothing ever was, where the daemon told. */
export interface Nothing {
  readonly kept: Period | null;
  readonly why: string | null;
}

/** Reads who used what in the span. */
export function usageOf(reader: JournalReader, span: Period, by: WayName): Usage {
  const idleWay = by === 'gpu' ? 'gpu_idle' : 'idle';
  const entries = reader.ask(db => usageIn(db, span, [by, idleWay]));
  const own = entries.filter(e => e.way === by);
  const idle = entries.find(e => e.way === idleWay);
  const joules = entries.some(e => e.millijoules !== null) ? sum(entries, e => e.millijoules ?? 0) : null;
  const cpuSeconds = sum(own, e => e.amount);
  const share = ({ millijoules, amount }: UsageEntry): number | null => {
    const [part, all] = joules === null ? [amount, cpuSeconds] : [millijoules ?? 0, joules];
    return all > 0 ? part / 1000 / all : null;
  };
  const uses = own.map(entry => ({
    name: entry.name,
    joules: thousandth(entry.millijoules),
    share: share(entry),
    cpuSeconds: entry.amount / 1000,
  }));
  const others = uses.find(u => u.name === noName);
  return {
    by,
    users: uses.filter(u => u.name !== noName).sort(larger),
    others: others === undefined ? null : { joules: others.joules, share: others.share, cpuSeconds: others.cpuSeconds },
    idle: {
      joules: thousandth(idle?.millijoules ?? null),
      share: idle === undefined || joules === null ? null : share(idle),
    },
    joules,
    cpuSeconds,
    recordedSeconds: (idle?.amount ?? 0) / 1000,
    // An hour without work on a GPU is known, and not nothing.
    nothing: own.length > 0 || (by === 'gpu' && idle !== undefined) ? null : whyNothing(reader, by),
  };
}

/** The daemon's own word is an event of kind `tasks`. What there is of other ways says nothing of GPUs. */
function whyNothing(reader: JournalReader, by: WayName): Nothing {
  const kept = by === 'gpu' ? null : (reader.ask(usageExtent) ?? null);
  const why = reader.newestEvent('tasks', Number.MAX_SAFE_INTEGER)?.detail.why;
  return { kept, why: typeof why === 'string' ? why : null };
}

const sum = (all: readonly UsageEntry[], of: (entry: UsageEntry) => number): number =>
  all.reduce((total, entry) => total + of(entry), 0) / 1000;

const thousandth = (value: number | null): number | null => (value === null ? null : value / 1000);

const larger = (a: UserUse, b: UserUse): number =>
  (b.joules ?? 0) - (a.joules ?? 0) || b.cpuSeconds - a.cpuSeconds || (a.name < b.name ? -1 : 1);
