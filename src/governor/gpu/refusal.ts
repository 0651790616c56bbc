import type { Point } from './points.js';

/** Why no limit is held: the words of a reason. */
export type Refusal = 'slow' | 'dear' | 'unclear' | 'unlimited' | 'blind';

/** `points` begin without a limit. */
export function refusalOf(points: readonly Point[], allowed: number, isSeen: boolean): Refusal {
  if (!isSeen) return 'blind';
  const tried = points.slice(1).filter(p => p.tried);
  if (tried.length === 0) return 'unlimited';
  if (tried.every(p => p.gain <= 0)) return 'dear';
  return tried.every(p => p.time > 1 + allowed) ? 'slow' : 'unclear';
}
