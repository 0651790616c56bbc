import type { Sum } from '../journal/query/history.js';
import type { Period } from './calendar.js';
import { meterOfSums, type Use, usesIn } from './energy.js';

export const groupNames = ['profile', 'source', 'governor'] as const;
export type GroupName = (typeof groupNames)[number];

/** What was used under one profile, from one power source or with one of the kernel's governors. */
export interface GroupUse extends Use {
  readonly group: string;
}

/** Uses by group and domain, in that order. Time in mode `observe` is a group of its own and says so. */
export function groupUses(sums: readonly Sum[], span: Period, by: GroupName): GroupUse[] {
  const groups = new Map<string, Sum[]>();
  for (const sum of sums) {
    const name = nameOf(sum, by);
    const of = groups.get(name) ?? [];
    of.push(sum);
    groups.set(name, of);
  }
  const meter = meterOfSums(sums);
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([group, of]) => usesIn(span, of, meter).map((u): GroupUse => ({ ...u, group })));
}

function nameOf({ mode, profile, source, governor }: Sum, by: GroupName): string {
  if (by === 'source') return source;
  const suffix = mode === 'observe' ? ' (observed)' : '';
  return `${by === 'profile' ? profile : governor}${suffix}`;
}
