import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The helper that belongs to this installation: `LATTICE_HELPER`, else the one built beside this package. */
export function helperPath(): string {
  const built = fileURLToPath(new URL('../../../../native/build/lattice-helper', import.meta.url));
  return process.env.LATTICE_HELPER ?? (existsSync(built) ? built : '/usr/libexec/lattice/lattice-helper');
}
