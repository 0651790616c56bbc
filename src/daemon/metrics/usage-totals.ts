import type { TaskAccount, Use } from '../../model/tasks/account.js';
import type { Work } from '../../model/tasks/work.js';
import { label } from './label.js';

/** An application gets a label of its own when it had this share of all CPU time since the start, or of all energy. */
const leastShare = 0.01;
/** Labels in the daemon's life, and `other`. */
const mostLabels = 40;
/** Applications that may come to have one; the one with the least is forgotten for a new one. */
const mostCandidates = 256;
const mostWorks = 32;

/** `other` has what no label of its own has, or had before it got one. */
const other = 'other';

export interface UsageTotal {
  joules: number | undefined;
  cpuSeconds: number;
}

export interface WorkTotal extends Pick<Work, 'name' | 'unit' | 'of'> {
  units: number;
  joules: number | undefined;
}

/**
 * Energy and time on a processor by application since the daemon started. Counters must only grow and labels must stay few however many programs run: who gets a
 * label keeps it, and counts under it from then on; the sum over all is always what all used.
 */
export class UsageTotals {
  private readonly shown = new Map<string, UsageTotal>();
  private readonly candidates = new Map<string, UsageTotal>();
  private readonly works = new Map<string, WorkTotal>();
  private readonly all: UsageTotal = { joules: undefined, cpuSeconds: 0 };
  /** Joules that no task's work explains; undefined while nothing measures it. */
  idle: number | undefined;

  follow(account: Pick<TaskAccount, 'byApplication' | 'idleJoules'>, work: readonly Work[]): void {
    if (account.idleJoules !== undefined) this.idle = (this.idle ?? 0) + account.idleJoules;
    for (const use of account.byApplication) add(this.all, use);
    const unnamed = account.byApplication.filter(use => !this.shown.has(label(use.name)));
    for (const use of unnamed.sort((a, b) => weight(b) - weight(a)).slice(0, mostCandidates)) this.consider(use);
    this.promote();
    for (const use of account.byApplication) {
      const name = label(use.name);
      add(of(this.shown, this.shown.has(name) ? name : other), use);
    }
    for (const each of work) this.work(each);
  }

  byApplication(): ReadonlyMap<string, UsageTotal> {
    return this.shown;
  }

  byWork(): Iterable<WorkTotal> {
    return this.works.values();
  }

  private consider(use: Use): void {
    const name = label(use.name);
    if (!this.candidates.has(name) && this.candidates.size >= mostCandidates) {
      const [least] = [...this.candidates].reduce((a, b) => (weight(b[1]) < weight(a[1]) ? b : a));
      this.candidates.delete(least);
    }
    add(of(this.candidates, name), use);
  }

  private promote(): void {
    const large = [...this.candidates]
      .filter(([, { joules = 0, cpuSeconds }]) => {
        const { joules: allJoules = 0, cpuSeconds: allSeconds } = this.all;
        return joules > leastShare * allJoules || cpuSeconds > leastShare * allSeconds;
      })
      .sort(([, a], [, b]) => weight(b) - weight(a));
    for (const [name] of large) {
      if (this.shown.size >= mostLabels) return;
      this.candidates.delete(name);
      of(this.shown, name);
    }
  }

  private work({ name, unit, units, joules, of: whose }: Work): void {
    const key = `${whose} ${unit} ${name}`;
    const before = this.works.get(key);
    if (before === undefined && this.works.size >= mostWorks) return;
    const total = before ?? { name: label(name), unit: label(unit), of: whose, units: 0, joules: undefined };
    total.units += units;
    if (joules !== undefined) total.joules = (total.joules ?? 0) + joules;
    this.works.set(key, total);
  }
}

function add(to: UsageTotal, { joules, cpuSeconds }: Pick<Use, 'joules' | 'cpuSeconds'>): void {
  to.cpuSeconds += Math.max(0, cpuSeconds);
  if (joules !== undefined) to.joules = (to.joules ?? 0) + Math.max(0, joules);
}

const weight = ({ joules, cpuSeconds }: Pick<Use, 'joules' | 'cpuSeconds'>): number => joules ?? cpuSeconds;

function of(totals: Map<string, UsageTotal>, name: string): UsageTotal {
  const known = totals.get(name) ?? { joules: undefined, cpuSeconds: 0 };
  totals.set(name, known);
  return known;
}
