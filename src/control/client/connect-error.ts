import { readFileSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { ControlError, errnoOf } from '../protocol/errors.js';

/** What a failed connection means to the person who wanted it. */
export function connectError(path: string, error: Error): ControlError {
  switch (errnoOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new ControlError('absent', `no latticed running (no socket at ${path})`);
    case 'ECONNREFUSED':
      return new ControlError('absent', `no latticed running (the one that made ${path} is gone)`);
    case 'EACCES':
    case 'EPERM':
      return new ControlError('denied', `${path}: no permission; ${whoMay(path)}`);
    default:
      return new ControlError('broken', `${path}: ${error.message}`);
  }
}

/** Which group may connect: the socket's, or the directory's where the socket can't be seen. */
export function whoMay(path: string): string {
  const found = stat(path) ?? stat(dirname(path));
  if (found === undefined) return 'only its owner may connect';
  // Nobody is to become a member of root's group for this.
  if (found.gid === 0) return 'only root may connect: try it with sudo';
  const group = groupName(found.gid);
  return `members of group ${group} may connect: \`sudo usermod -aG ${group} "$USER"\`, then log in again`;
}

function stat(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function groupName(gid: number): string {
  try {
    const line = readFileSync('/etc/group', 'utf8')
      .split('\n')
      .find(entry => entry.split(':')[2] === String(gid));
    return line?.split(':')[0] ?? String(gid);
  } catch {
    return String(gid);
  }
}
