import { commandOf } from '../../machine/linux/procfs/process.js';
import type { Requester } from '../protocol/requester.js';
import type { Bus } from './bus.js';

/** Who a connection belongs to, as the bus knows from its socket. */
export async function whoCalls(bus: Bus, sender: string): Promise<Requester> {
  const one = async (member: string): Promise<number | null> => {
    const [value] = await bus.ask(member, 's', [sender]).catch(() => []);
    return typeof value === 'number' ? value : null;
  };
  const [uid, pid] = [await one('GetConnectionUnixUser'), await one('GetConnectionUnixProcessID')];
  return { proved: uid !== null, uid, pid, command: pid === null ? null : await commandOf(pid) };
}
