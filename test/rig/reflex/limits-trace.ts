import type { Guest } from '../guest.js';
import { CPUS } from '../layout.js';

/** init.sh records here every change of a policy's limits, as the kernel makes it, by the guest's monotonic clock. */
const FOLDER = '/sys/kernel/tracing/instances/limits';
export const TRACE_MARKER = `${FOLDER}/trace_marker`;

interface Limits {
  /** kHz. */
  readonly min: number;
  readonly max: number;
}

interface Change extends Limits {
  /** s. */
  readonly at: number;
  readonly cpu: number;
}

/** A word that somebody wrote into the trace. */
interface Mark {
  readonly at: number;
  readonly mark: string;
}

const CHANGE = /([\d.]+): cpu_frequency_limits: min=(\d+) max=(\d+) cpu_id=(\d+)/;
const MARK = /([\d.]+): tracing_mark_write: (.*)$/;

/** What became of the limits since the guest booted, the oldest first. */
export class LimitsTrace {
  readonly entries: readonly (Change | Mark)[];

  constructor(text: string) {
    this.entries = text.split('\n').flatMap((line): (Change | Mark)[] => {
      const [, at, min, max, cpu] = CHANGE.exec(line) ?? [];
      if (at !== undefined) return [{ at: Number(at), cpu: Number(cpu), min: Number(min), max: Number(max) }];
      const [, then, mark] = MARK.exec(line) ?? [];
      return mark === undefined ? [] : [{ at: Number(then), mark }];
    });
  }

  static async of(guest: Guest): Promise<LimitsTrace> {
    return new LimitsTrace(await guest.run(`cat ${FOLDER}/trace`));
  }

  /** Changes of a CPU's limits that raised its maximum to `top` kHz from less, and those that lowered it from there, since a mark. */
  moves(cpu: number, top: number, since?: string): { raised: number; lowered: number } {
    let [raised, lowered, before] = [0, 0, top];
    for (const change of this.#since(since)) {
      if (!('cpu' in change) || change.cpu !== cpu) continue;
      raised += Number(before < top && change.max >= top);
      lowered += Number(before >= top && change.max < top);
      before = change.max;
    }
    return { raised, lowered };
  }

  /** Maxima of a CPU before a mark, kHz: each is another than the one before it. */
  maximaBefore(mark: string, cpu: number): number[] {
    const changes = this.entries.slice(0, this.#place(mark)).filter(entry => 'cpu' in entry);
    const maxima = changes.filter(change => change.cpu === cpu).map(({ max }) => max);
    return maxima.filter((max, i) => max !== maxima[i - 1]);
  }

  /** s from a mark until all CPUs had these limits; undefined if they never had. */
  secondsUntil(mark: string, limits: Limits): number | undefined {
    const now = new Map<number, Limits>();
    const place = this.#place(mark);
    for (const [i, entry] of this.entries.entries()) {
      if ('cpu' in entry) now.set(entry.cpu, entry);
      const all = Array.from({ length: CPUS }, (_, cpu) => now.get(cpu) ?? limits);
      if (i >= place && all.every(({ min, max }) => min === limits.min && max === limits.max))
        return entry.at - (this.entries[place]?.at ?? Number.NaN);
    }
    return undefined;
  }

  #since(mark: string | undefined): readonly (Change | Mark)[] {
    return mark === undefined ? this.entries : this.entries.slice(this.#place(mark));
  }

  #place(mark: string): number {
    const place = this.entries.findIndex(entry => 'mark' in entry && entry.mark === mark);
    if (place < 0) throw new Error(`nobody wrote ${mark} into the trace of limits`);
    return place;
  }
}
