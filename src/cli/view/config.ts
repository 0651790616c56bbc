import type { Config } from '../../daemon/config.js';

/** What a configuration comes to, as TOML that would say the same, with where it is from. */
export function configLines({ profile, cadence }: Config, files: readonly string[]): string[] {
  return [
    `# ${files.length === 0 ? 'no file: these are the defaults' : `from ${files.join(', ')}`}`,
    `profile = ${JSON.stringify(profile)}`,
    '',
    '[sampling]',
    `active_hz = ${cadence.activeHz}`,
    `quiet_hz = ${cadence.quietHz}`,
    `batch_s = ${cadence.batchSeconds}`,
  ];
}
