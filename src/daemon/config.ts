import type { ProfileName } from '../governor/profiles.js';
import { defaultKeep, type Keep } from '../journal/keep.js';
import type { Cadence } from '../machine/machine.js';
import { defaultCadence } from './cadence.js';

/** What the administrator may set (`/etc/lattice/lattice.toml` and `conf.d/*.toml` beside it, later files win). */
export interface Config {
  readonly profile: ProfileName;
  readonly cadence: Cadence;
  readonly journal: Keep;
}

export const defaultConfig: Config = { profile: 'balanced', cadence: defaultCadence, journal: defaultKeep };

/** A configuration that can't be used, in one line: file, line, key, what was expected. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}
