import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { commandOf } from '../../machine/linux/procfs/process.js';
import type { Requester } from '../protocol/requester.js';

/** `peer(fd)`: pid and uid of the process that connected a unix socket, as the kernel tells; undefined where it does not. */
type Addon = (fd: number) => readonly [pid: number, uid: number] | undefined;

let addon: Addon | undefined | 'unknown' = 'unknown';

/** Node has no SO_PEERCRED. native/peer has, where it was built and this Node can load it. */
function load(): Addon | undefined {
  const built = fileURLToPath(new URL('../../../native/build/peer.node', import.meta.url));
  const path = process.env.LATTICE_PEER ?? (existsSync(built) ? built : '/usr/libexec/lattice/peer.node');
  try {
    const { peer } = createRequire(import.meta.url)(path) as { readonly peer: Addon };
    return peer;
  } catch {
    return undefined;
  }
}

/** Pid and uid of who is at the other end of a socket; undefined where the kernel does not tell. */
export function peerOf(socket: Socket): readonly [pid: number, uid: number] | undefined {
  if (addon === 'unknown') addon = load();
  const handle: unknown = Reflect.get(socket, '_handle');
  const fd = typeof handle === 'object' && handle !== null ? Reflect.get(handle, 'fd') : undefined;
  return typeof fd === 'number' && fd >= 0 ? addon?.(fd) : undefined;
}

/** Who is at the other end of a socket, which the kernel is asked at once; where it does not tell, the process that it claims to be. */
export async function requesterOf(socket: Socket, claimed: number | undefined): Promise<Requester> {
  const seen = peerOf(socket);
  if (seen === undefined) {
    const command = claimed === undefined ? null : await commandOf(claimed);
    return { proved: false, uid: null, pid: claimed ?? null, command };
  }
  const [pid, uid] = seen;
  return { proved: true, uid, pid, command: await commandOf(pid) };
}
