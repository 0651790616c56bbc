/** By whom a report may divide energy, `gpu` being that of GPUs by application: the commands' list of options loads this, and no journal. */
export const wayNames = ['application', 'cgroup', 'unit', 'gpu'] as const;
export type WayName = (typeof wayNames)[number];

/** What each of its users is called. */
export const userOf = (by: string): string => (by === 'gpu' ? 'application' : by);
