import { csvDocument } from './csv.js';
import type { Usage } from './usage.js';

/** A report by who used energy: named users, `others`, `idle`. What is not known is an empty field. */
export function usageCsv(usage: Usage, { since, until }: { readonly since: number; readonly until: number }): string {
  const { by, users, others, idle } = usage;
  const line = (
    kind: string,
    name: string,
    { joules, share, cpuSeconds }: { joules: number | null; share: number | null; cpuSeconds?: number },
  ): string[] => [
    name,
    kind,
    new Date(since).toISOString(),
    new Date(until).toISOString(),
    joules?.toFixed(3) ?? '',
    share === null ? '' : (100 * share).toFixed(2),
    cpuSeconds?.toFixed(3) ?? '',
  ];
  return csvDocument([
    [by, 'kind', 'from', 'until', 'joules', 'share_percent', by === 'gpu' ? 'gpu_seconds' : 'cpu_seconds'],
    ...users.map(user => line('named', user.name, user)),
    ...(others === null ? [] : [line('others', '', others)]),
    ...(usage.nothing === null ? [line('idle', '', idle)] : []),
  ]);
}
