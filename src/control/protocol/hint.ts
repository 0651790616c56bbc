/** What an application says that its work needs, in ms; what follows from it: governor/budget/hints.ts. */
export interface Hint {
  /** In which each unit of work is to be done. */
  readonly deadline: number | null;
  /** In which an answer is to be begun. */
  readonly latency: number | null;
  /** Nobody waits for single units. */
  readonly batch: boolean;
}

export interface HintStatus extends Hint {
  readonly name: string;
  readonly pid: number;
  /** Until it is forgotten, s. */
  readonly left: number;
  /** Who gave it; null where the kernel does not tell. Older daemons don't tell. */
  readonly uid?: number | null | undefined;
  /** What it does now, in words: `nothing: …` and why, where it does nothing. Older daemons don't tell. */
  readonly does?: string | undefined;
}

export const longestMs = 3_600_000;

/** The hint in a field of a line, null where one is taken back, or what is wrong with it. */
export function parseHint(field: unknown): Hint | null | string {
  if (field === null) return null;
  if (typeof field !== 'object' || Array.isArray(field))
    return 'hint: expected {"deadline":16.7,"latency":5,"batch":false}, any one of them, or null';
  const deadline = timeIn(field, 'deadline');
  if (typeof deadline === 'string') return deadline;
  const latency = timeIn(field, 'latency');
  if (typeof latency === 'string') return latency;
  const batch = 'batch' in field ? field.batch : false;
  if (typeof batch !== 'boolean') return 'hint.batch: expected true or false';
  if (deadline === null && latency === null && !('batch' in field))
    return 'hint: expected a deadline, a latency or batch; null takes one back';
  return { deadline, latency, batch };
}

function timeIn(field: object, name: 'deadline' | 'latency'): number | null | string {
  const ms = (field as Record<string, unknown>)[name] ?? null;
  if (ms === null || (typeof ms === 'number' && ms > 0 && ms <= longestMs)) return ms;
  return `hint.${name}: expected a number above 0, up to ${longestMs} ms`;
}
