import type { InForce } from '../../journal/query/history.js';

/** A stretch of time under one profile or from one power source; UTC ms. */
export interface Band {
  readonly from: number;
  readonly until: number;
  readonly what: string;
}

/** Stretches in order of time. Of several that were in force within a step the one that was longest stands for it; a step without any ends a stretch. */
export function bandsOf(all: readonly InForce[], step: number, nameOf: (under: InForce) => string): Band[] {
  const steps = new Map<number, Map<string, number>>();
  for (const under of all) {
    const at = steps.get(under.at) ?? new Map<string, number>();
    const name = nameOf(under);
    at.set(name, (at.get(name) ?? 0) + under.measuredMs);
    steps.set(under.at, at);
  }
  const bands: Band[] = [];
  for (const [at, times] of [...steps].sort(([a], [b]) => a - b)) {
    const what = [...times].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0] ?? '';
    const last = bands.at(-1);
    if (last !== undefined && last.what === what && last.until === at)
      bands[bands.length - 1] = { ...last, until: at + step };
    else bands.push({ from: at, until: at + step, what });
  }
  return bands;
}

export const profileOf = ({ profile, mode }: InForce): string =>
  mode === 'observe' ? `${profile}, observed` : profile;
export const sourceOf = ({ source }: InForce): string => source;
