import { disablingOf } from '../../machine/linux/procfs/rivals.js';

/** A daemon that writes the same files, and what its own user would run to stop it for good. */
export function rivalWords(name: string): string {
  const disabling = disablingOf(name);
  return `${name} runs and writes the same files${disabling === undefined ? '' : `: \`${disabling}\` would end it`}`;
}
