import type { Asked } from './asked.js';

/** The three profiles that Linux desktops know, and what each allows. */
export const profileNames = ['performance', 'balanced', 'power-saver'] as const;
export type ProfileName = (typeof profileNames)[number];

/** What a profile allows on one power source. */
export interface Budget {
  /** Largest slowdown ε that is accepted, as a share of run time. */
  readonly slowdown: number;
  /** D: by how much work that finds a CPU at rest may be held up, ms, where the promise is in milliseconds; absent where it is in percent. */
  readonly delay?: number | undefined;
  /** Energy performance preference for firmware that takes one. */
  readonly epp: string;
  /** Set where observers moved ε (observers.ts): what the profile says, the causes joined by `+`, and the application that fell behind. */
  readonly moved?: { readonly usual: number; readonly by: string; readonly behind: string | undefined };
  /** The cap should be lifted for a moment, so that observers learn what is usual. */
  readonly look?: boolean;
  /** What applications ask for; absent where nothing of it is followed. */
  readonly asked?: Asked;
}

export type PowerSource = 'mains' | 'battery';
export const sourceOf = (onMains: boolean): PowerSource => (onMains ? 'mains' : 'battery');

/** D of paced work where the promise is in percent, ms: half a frame at 60 Hz. */
export const pacedMost = 8;

interface Profile {
  readonly mains: Budget;
  readonly battery: Budget;
}

/** A quarter and a half of a frame at 60 Hz: nobody feels it. */
const unfelt = { mains: 4, battery: 8 };

const profiles: Readonly<Record<ProfileName, Profile>> = {
  performance: {
    mains: { slowdown: 0, delay: 0, epp: 'performance' },
    battery: { slowdown: 0, delay: 0, epp: 'performance' },
  },
  balanced: {
    mains: { slowdown: 0.05, delay: unfelt.mains, epp: 'balance_performance' },
    battery: { slowdown: 0.05, delay: unfelt.battery, epp: 'balance_power' },
  },
  'power-saver': {
    mains: { slowdown: 0.1, delay: unfelt.battery, epp: 'power' },
    battery: { slowdown: 0.25, delay: unfelt.battery, epp: 'power' },
  },
};

/** The budget of a profile on the power source that is in use. */
export const budgetOf = (profile: ProfileName, onMains: boolean): Budget =>
  onMains ? profiles[profile].mains : profiles[profile].battery;
