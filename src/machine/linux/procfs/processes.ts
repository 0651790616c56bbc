/**
 * What a process is, by what /proc shows to everybody. How much each sign is worth:
 *
 * 1. A process belongs to nobody's session when its control group is not a user's and no login stands behind it, and to no container when it has no pid
 *    namespace of its own: no user can arrange that.
 * 2. Its uid counts where real, effective and saved one are the same: a setuid program is on its way from one to another.
 * 3. The name that the kernel took from the file it executed is worth more than the command line, which its owner may write at will.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beginningOf, type Read } from './reading.js';

/** What runs a script is not what people call the program. */
const interpreter = /^(python|node|perl|ruby|bash|dash|sh)[\d.]*$/;

export const base = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The path of the program that a command line names, or of the script that an interpreter runs. */
export function programOrScript(command: string): string {
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

/** What the kernel itself says of a process. */
export interface Identity {
  /** Its user, where real, effective and saved one are the same. */
  readonly uid: number | undefined;
  /** Of the file that it executed, or what it calls itself; cut by the kernel. Unknown in a tree without `status`. */
  readonly name: string | undefined;
  /** In a pid namespace of its own it is a container's, and its tenant may be root in there. */
  readonly contained: boolean;
}

/** In a tree without `status` its folder has the owner. */
export async function identityOf(folder: string, read: Read = beginningOf): Promise<Identity> {
  const status = await read(join(folder, 'status'));
  const [, real, effective, saved] = /^Uid:\s+(\d+)\s+(\d+)\s+(\d+)/m.exec(status) ?? [];
  const one = real !== undefined && real === effective && real === saved ? Number(real) : undefined;
  return {
    uid: status === '' ? await ownerOf(folder) : one,
    name: /^Name:\t(.*)$/m.exec(status)?.[1],
    contained: /^NSpid:\s+\d+\s+\d+/m.test(status),
  };
}

const ownerOf = (folder: string): Promise<number | undefined> =>
  stat(folder).then(
    ({ uid }) => uid,
    () => undefined,
  );

/** Whether a process of this name can be the program, or an interpreter that runs it as its script. */
export const mayRun = (name: string | undefined, program: string): boolean =>
  name === undefined || name === base(program).slice(0, nameBytes) || interpreter.test(name);

/** Whether no user's session stands behind a process, other than root's. */
export async function isOutOfSessions(folder: string, read: Read = beginningOf): Promise<boolean> {
  const login = Number((await read(join(folder, 'loginuid'))) || noLogin);
  if (login !== 0 && login !== noLogin) return false;
  const session = groupsOf(await read(join(folder, 'cgroup')))
    .map(group => userSlice.exec(group)?.[1])
    .find(uid => uid !== undefined);
  return session === undefined || session === '0';
}
