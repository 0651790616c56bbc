import type { PolicyStatus } from '../../control/protocol/status.js';

/** What comes first among frequency domains. */
export const orders = ['machine', 'busy', 'clock'] as const;
export type Order = (typeof orders)[number];

export function ordered(policies: readonly PolicyStatus[], order: Order): readonly PolicyStatus[] {
  if (order === 'machine') return policies;
  const figure = (p: PolicyStatus): number => (order === 'busy' ? p.busy : p.frequency) ?? -1;
  return [...policies].sort((a, b) => figure(b) - figure(a));
}
