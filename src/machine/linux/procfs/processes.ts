/**
 * What a process is, by what /proc shows to everybody. How much each sign is worth:
 *
 * 1. A process belongs to nobody's session when its control group is not a user's and no login stands behind it, and to no container when it has no pid
 *    namespace of its own: no user can arrange that. What ends while it is looked at shows neither.
 * 2. Its uid counts where real, effective and saved one are the same: a setuid program is on its way from one to another. So does its gid, which such a
 *    program keeps from who started it, even when it has become root altogether, as sudo has while it asks for a password.
 * 3. The name that the kernel took from the file it executed is worth more than the command line, which its owner may write at will.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beginningOf, type Read } from './reading.js';

/** What runs a script is not what people call the program. */
const interpreter = /^(python|node|perl|ruby|bash|dash|sh)[\d.]*$/;

export const base = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** After this option comes code, and no script: `-c` of shells and Python, `-e` of the others. */
const takesCode = (program: string): RegExp => (/^(node|perl|ruby)/.test(program) ? /^-\w*e$/ : /^-\w*c$/);

/** The path of the program that the words of a command name, or of the script that an interpreter runs. */
export function programOrScript([program = '', ...rest]: readonly string[]): string {
  if (!interpreter.test(base(program))) return program;
  const code = takesCode(base(program));
  const found = rest.find(word => word !== '' && (!word.startsWith('-') || code.test(word)));
  return found === undefined || found.startsWith('-') ? program : found;
}

/** The control groups of a process, one a hierarchy. */
export const groupsOf = (cgroup: string): readonly string[] =>
  cgroup.split('\n').map(line => line.slice(line.indexOf(':', line.indexOf(':') + 1) + 1));

/** The kernel keeps so much of a name. */
const nameBytes = 15;
const noLogin = '4294967295';
const userSlice = /\/user-(\d+)\.slice(\/|$)/;

/** Which of its signs this kernel shows of any process; a fake tree may have none. Of a process that lacks one that others have, nothing is believed. */
export type Signs = Readonly<Record<'status' | 'cgroup' | 'loginuid', boolean>>;

/** `proc`: the folder of processes. */
export async function signsIn(proc: string, read: Read = beginningOf): Promise<Signs> {
  const shown = async (name: keyof Signs): Promise<boolean> => (await read(join(proc, 'self', name))) !== '';
  return { status: await shown('status'), cgroup: await shown('cgroup'), loginuid: await shown('loginuid') };
}

/** What the kernel itself says of a process. */
export interface Identity {
  /** Its user, where that is certain. */
  readonly uid: number | undefined;
  /** Of the file that it executed, or what it calls itself; cut by the kernel. */
  readonly name: string | undefined;
}

/** Without `status` in this tree its folder has the owner. */
export async function identityOf(folder: string, signs: Signs, read: Read = beginningOf): Promise<Identity> {
  if (!signs.status) return { uid: await ownerOf(folder), name: undefined };
  const status = await read(join(folder, 'status'));
  const uid = oneId('Uid', status);
  // In a pid namespace of its own it is a container's, and its tenant may be root in there.
  const isTrulyRoot = oneId('Gid', status) === 0 && !/^NSpid:\s+\d+\s+\d+/m.test(status);
  return { uid: uid === 0 && !isTrulyRoot ? undefined : uid, name: /^Name:\t(.*)$/m.exec(status)?.[1] };
}

const ownerOf = (folder: string): Promise<number | undefined> =>
  stat(folder).then(
    ({ uid }) => uid,
    () => undefined,
  );

function oneId(kind: 'Uid' | 'Gid', status: string): number | undefined {
  const [, real, effective, saved] = new RegExp(`^${kind}:\\s+(\\d+)\\s+(\\d+)\\s+(\\d+)`, 'm').exec(status) ?? [];
  return real !== undefined && real === effective && real === saved ? Number(real) : undefined;
}

/** Whether a process of this name can be the program, or an interpreter that runs it as its script. */
export const mayRun = (name: string | undefined, program: string): boolean =>
  name === undefined || name === base(program).slice(0, nameBytes) || interpreter.test(name);

/** Whether no user's session stands behind a process, other than root's. */
export async function isOutOfSessions(folder: string, signs: Signs, read: Read = beginningOf): Promise<boolean> {
  const login = await read(join(folder, 'loginuid'));
  if (login === '' ? signs.loginuid : login.trim() !== '0' && login.trim() !== noLogin) return false;
  const groups = await read(join(folder, 'cgroup'));
  if (groups === '') return !signs.cgroup;
  const session = groupsOf(groups)
    .map(group => userSlice.exec(group)?.[1])
    .find(uid => uid !== undefined);
  return session === undefined || session === '0';
}
