import { ControlError } from './protocol/errors.js';

/** sun_path holds 108 bytes with its final 0. */
const longest = 107;

/** Throws for a path that the kernel would get cut: it would listen, or connect, somewhere else. */
export function checkSocketPath(path: string): void {
  const bytes = Buffer.byteLength(path);
  if (bytes <= longest) return;
  throw new ControlError(
    'broken',
    `${path}: ${bytes} bytes, a socket's path may have ${longest}; choose a shorter runtime directory`,
  );
}
