import { profileNames } from '../../governor/profiles.js';

/** Rules that a replay can leave out, by the names that they give themselves. */
const rules = ['thermal', 'override', 'profile', 'configuration', 'pace', 'strict-cap', 'gpu'] as const;

/** What a replay can be compared with: our rules under another profile, none of them (limits as they were found), or without one. */
export const replayNames = [...profileNames, 'hands-off', ...rules.map(rule => `without-${rule}` as const)];
export type ReplayName = (typeof replayNames)[number];
