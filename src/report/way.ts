/** By whom a report may divide energy: the commands' list of options loads this, and no journal. */
export const wayNames = ['application', 'cgroup', 'unit'] as const;
export type WayName = (typeof wayNames)[number];
