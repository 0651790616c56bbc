import type { TaskAccount, Use } from '../../model/tasks/account.js';
import type { Work } from '../../model/tasks/work.js';
import { noName, type UsageEntry, type UsageRow, usageMs, type Way } from './entry.js';
import { largest, plus } from './largest.js';

const minuteMs = usageMs.usage_1min;
/** An account of a longer time (the machine slept) counts whole where it ends: spread out it would be in minutes in which nothing ran. */
const longestMs = 10 * minuteMs;
/** Names in one minute: a machine on which every program has a name of its own must not fill the memory. */
const mostNames = 4096;
const longestName = 200;

interface Slot {
  readonly start: number;
  readonly part: number;
  /** Millijoules and thousandths, not yet rounded. */
  readonly entries: Map<string, UsageEntry>;
  changed: boolean;
}

/** What rounding left over, by way: whole millijoules and thousandths are written. */
type Rest = ReadonlyMap<Way, readonly [millijoules: number, amount: number]>;

/**
 * Users by minute of UTC:
 * 1. An account across the end of a minute is split by time.
 * 2. Of each minute the largest users of each way are named, and the rest is one.
 * 3. Their energies are differences of one running sum, rounded down, and what is left is carried to the next minute.
 * So the rows of a way come to its joules rounded down to a millijoule, whatever the number of users and however often rows are drained.
 */
export class UsageSlots {
  private slot: Slot | undefined;
  private finished: UsageRow[] = [];
  private rest: Rest = new Map();
  private part = 0;

  /** Takes an interval. Figures that cannot be (NaN, negative) are left out. */
  add(account: TaskAccount, work: readonly Work[] = []): void {
    const [from, to] = [Math.round(account.from * 1000), Math.round(account.to * 1000)];
    if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to)) return;
    const whole = to <= from || to - from > longestMs;
    const begins = whole ? to - 1 : from;
    if (this.slot !== undefined && begins < this.slot.start) this.part++;
    const entries = entriesOf(account, work, Math.min(Math.max(0, to - from), longestMs));
    for (let at = begins; at < to; ) {
      const edge = Math.min(to, startOf(at) + minuteMs);
      this.put(startOf(at), entries, whole ? 1 : (edge - at) / (to - from));
      at = edge;
    }
  }

  /** Minutes that changed since the last call; the newest one may grow and come again. */
  drain(): UsageRow[] {
    const rows = this.finished;
    this.finished = [];
    if (this.slot?.changed === true) {
      rows.push(rounded(this.slot, this.rest).row);
      this.slot.changed = false;
    }
    return rows;
  }

  private put(start: number, entries: readonly UsageEntry[], share: number): void {
    const slot = this.open(start);
    slot.changed = true;
    for (const { way, name, millijoules, amount } of entries) {
      const key = `${way} ${name}`;
      const known = slot.entries.size < mostNames || slot.entries.has(key);
      const as = known ? name : noName;
      const before = slot.entries.get(`${way} ${as}`);
      slot.entries.set(`${way} ${as}`, {
        way,
        name: as,
        millijoules: plus(before?.millijoules ?? null, millijoules === null ? null : millijoules * share),
        amount: (before?.amount ?? 0) + amount * share,
      });
    }
  }

  private open(start: number): Slot {
    const { slot, part } = this;
    if (slot?.start === start && slot.part === part) return slot;
    if (slot !== undefined) {
      const { row, rest } = rounded(slot, this.rest);
      if (slot.changed) this.finished.push(row);
      this.rest = rest;
    }
    this.slot = { start, part, entries: new Map(), changed: true };
    return this.slot;
  }
}

const startOf = (at: number): number => at - (at % minuteMs);

function entriesOf(account: TaskAccount, work: readonly Work[], ms: number): UsageEntry[] {
  const ofWay = (way: Way, uses: readonly Use[]): UsageEntry[] =>
    uses.map(({ name, joules, cpuSeconds }) => entry(way, name === noName ? '?' : name, joules, cpuSeconds));
  return [
    ...ofWay('application', account.byApplication),
    ...ofWay('cgroup', account.byCgroup),
    ...ofWay('unit', account.byUnit),
    entry('idle', noName, account.idleJoules, ms / 1000),
    ...(account.gpus === undefined ? [] : gpuEntries(account.gpus, ms / 1000)),
    ...work.map(({ name, unit, units, joules, of }) =>
      entry(of === 'application' ? 'work' : 'work_package', `${unit} ${name}`, joules, units),
    ),
  ];
}

const gpuEntries = ({ byApplication, idleJoules }: NonNullable<TaskAccount['gpus']>, seconds: number): UsageEntry[] => [
  ...byApplication.map(({ name, joules, seconds }) => entry('gpu', name === noName ? '?' : name, joules, seconds)),
  entry('gpu_idle', noName, idleJoules, seconds),
];

const entry = (way: Way, name: string, joules: number | undefined, amount: number): UsageEntry => ({
  way,
  // What tells two long paths apart is mostly at their ends.
  name: name.length > longestName ? `…${name.slice(1 - longestName)}` : name,
  millijoules: joules === undefined || !possible(joules) ? null : joules * 1000,
  amount: possible(amount) ? amount * 1000 : 0,
});

const possible = (figure: number): boolean => figure >= 0 && figure < Number.POSITIVE_INFINITY;

/** Who used nothing that can be written needs no row. */
const isSome = ({ way, millijoules, amount }: UsageEntry): boolean =>
  way === 'idle' || way === 'gpu_idle' || (millijoules ?? 0) > 0 || amount > 0;

function rounded(slot: Slot, before: Rest): { readonly row: UsageRow; readonly rest: Rest } {
  const rest = new Map(before);
  const entries = largest(slot.entries.values()).map(({ way, name, millijoules, amount }): UsageEntry => {
    const [energy, other] = rest.get(way) ?? [0, 0];
    const [sum, amounts] = [energy + (millijoules ?? 0), other + amount];
    const [whole, wholeAmount] = [Math.floor(sum + tiny), Math.floor(amounts + tiny)];
    rest.set(way, [sum - whole, amounts - wholeAmount]);
    return { way, name, millijoules: millijoules === null ? null : whole, amount: wholeAmount };
  });
  return { row: { slot: slot.start, part: slot.part, entries: entries.filter(isSome) }, rest };
}

/** Sums of binary fractions that ought to be whole may be a little less. */
const tiny = 1e-6;
