/** The firmware's words (`platform_profile`) for each profile. */
import type { ProfileName } from './profiles.js';

/** The best first. */
export const firmwareWords: Readonly<Record<ProfileName, readonly string[]>> = {
  performance: ['performance', 'balanced-performance'],
  balanced: ['balanced'],
  'power-saver': ['low-power', 'quiet', 'cool'],
};

/** The profile that somebody means who chooses this word; undefined for `custom` and what is not known. */
export function profileOfFirmware(word: string): ProfileName | undefined {
  for (const profile of ['performance', 'balanced', 'power-saver'] as const)
    if (firmwareWords[profile].includes(word)) return profile;
  return undefined;
}
