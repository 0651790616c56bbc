/**
 * What a process is, by what /proc shows to everybody. How much each sign is worth:
 *
 * 1. A process belongs to nobody's session when its control group is not a user's and no login stands behind it, and to no container when it has no pid
 *    namespace of its own: no user can arrange that.
 * 2. Its uid counts where real, effective and saved one are the same: a setuid program is on its way from one to another.
 * 3. The name that the kernel took from the file it executed is worth more than the command line, which its owner may write at will.
 * Of a command line 4 KiB are read: a program and its first words stand there, and it may be megabytes long.
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';

const buffer = Buffer.allocUnsafe(4096);

/** The first 4 KiB of a file; empty where there is none any more. */
export function beginningOf(path: string): string {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch {
    return '';
  }
  try {
    return buffer.toString('utf8', 0, readSync(fd, buffer));
  } catch {
    return '';
  } finally {
    closeSync(fd);
  }
}

/** What runs a script is not what people call the program. */
const interpreter = /^(python|node|perl|ruby|bash|dash|sh)[\d.]*$/;

export const base = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The program of a command line, or the script that it runs. */
export function programOf(command: string): string {
  const [program = '', ...rest] = command.split('\0');
  if (!interpreter.test(base(program))) return program;
  return rest.find(word => word !== '' && !word.startsWith('-')) ?? program;
}

/** The control groups of a process, one a hierarchy. */
export const groupsOf = (cgroup: string): readonly string[] =>
  cgroup.split('\n').map(line => line.slice(line.indexOf(':', line.indexOf(':') + 1) + 1));

/** The kernel keeps so much of a name. */
const nameBytes = 15;
const noLogin = 2 ** 32 - 1;
const userSlice = /\/user-(\d+)\.slice(\/|$)/;

/** The uid of a process, where it is one; of a tree without `status` the owner of its folder. */
export function uidOf(folder: string, status = beginningOf(join(folder, 'status'))): number | undefined {
  const ids = /^Uid:\s+(\d+)\s+(\d+)\s+(\d+)/m.exec(status);
  if (ids !== null) return ids[1] === ids[2] && ids[1] === ids[3] ? Number(ids[1]) : undefined;
  return status === '' ? statSync(folder, { throwIfNoEntry: false })?.uid : undefined;
}

/** Whether root runs `program` as a service would: nobody who is not root can make this true. */
export function isService(folder: string, program: string): boolean {
  const status = beginningOf(join(folder, 'status'));
  if (uidOf(folder, status) !== 0) return false;
  // In a pid namespace of its own it is a container's, and its tenant may be root in there.
  if (/^NSpid:\s+\d+\s+\d+/m.test(status)) return false;
  const name = /^Name:\t(.*)$/m.exec(status)?.[1];
  if (name !== undefined && name !== base(program).slice(0, nameBytes) && !interpreter.test(name)) return false;
  const login = Number(beginningOf(join(folder, 'loginuid')) || noLogin);
  const session = groupsOf(beginningOf(join(folder, 'cgroup')))
    .map(group => userSlice.exec(group)?.[1])
    .find(uid => uid !== undefined);
  return (login === 0 || login === noLogin) && (session === undefined || session === '0');
}
