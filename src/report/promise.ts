import type { Sum } from '../journal/query/history.js';
import type { StoredEvent } from '../journal/read-model.js';
import { type Promised, promiseKinds } from '../model/people/promise.js';

/** What was promised over the time of a report, and what became of it, while the daemon governed. */
export interface PromiseKept {
  /** By promise; one that was not in force is left out. */
  readonly under: readonly PromiseTime[];
  /** Heartbeats that told how long answers take, and found D kept and broken. */
  readonly answers: { readonly kept: number; readonly broken: number };
  /** Raises of the reflex; null where nothing counted them. */
  readonly raises: { readonly count: number; readonly seconds: number } | null;
  /** Which promise the newest change set, and why; null where none is known any more. */
  readonly last: { readonly in: string; readonly why: string } | null;
}

interface PromiseTime {
  readonly in: Promised['in'];
  readonly seconds: number;
  /** Heartbeats of applications that found it kept, and broken. */
  readonly kept: number;
  readonly broken: number;
}

/** `sums` are of the whole time; `newest` the newest event of kind `promise`. */
export function promiseKept(sums: readonly Sum[], newest: StoredEvent | undefined): PromiseKept {
  const governed = sums.filter(s => s.mode === 'govern');
  const of = (kind: Sum['kind'], name?: string): readonly Sum[] =>
    governed.filter(s => s.kind === kind && (name === undefined || s.name === name));
  const amount = (all: readonly Sum[]): number => all.reduce((sum, { integral }) => sum + integral, 0);
  const raises = of('raises');
  const packages = new Set(raises.map(s => s.name)).size;
  const why = newest?.detail.why;
  return {
    under: promiseKinds.flatMap((kind): PromiseTime[] => {
      const seconds = amount(of('promise', kind)) / 1000;
      const [kept, broken] = [
        amount(of('heartbeats', `kept in ${kind}`)),
        amount(of('heartbeats', `broken in ${kind}`)),
      ];
      return seconds > 0 ? [{ in: kind, seconds, kept, broken }] : [];
    }),
    answers: { kept: amount(of('heartbeats', 'answers kept')), broken: amount(of('heartbeats', 'answers broken')) },
    raises:
      packages === 0
        ? null
        : { count: amount(raises), seconds: raises.reduce((sum, s) => sum + s.measuredMs, 0) / 1000 / packages },
    last: newest === undefined || typeof why !== 'string' ? null : { in: newest.what, why },
  };
}
