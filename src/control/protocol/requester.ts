import { base, programOrScript } from '../../machine/linux/procfs/processes.js';

/** Who asks for a change. */
export interface Requester {
  /** Whether the kernel says so (SO_PEERCRED); else `pid` is what the client claims, and `uid` is not known. */
  readonly proved: boolean;
  readonly uid: number | null;
  readonly pid: number | null;
  /** Command line of that process, cut. */
  readonly command: string | null;
}

/** Stands for a connection whose requests end with the daemon: what they are known by there (a cookie) is worth nothing to its successor. */
export class Passing {}

/** `uid 1000 (make, pid 4711)`, for sentences. */
export function requesterWords({ proved, uid, pid, command }: Requester): string {
  const program = programName(command);
  const process = [...(program === undefined ? [] : [program]), ...(pid === null ? [] : [`pid ${pid}`])].join(', ');
  const whom = proved && uid !== null ? `uid ${uid}` : 'somebody unproved';
  return process === '' ? whom : `${whom} (${process})`;
}

/** The name that people know a command by: what an interpreter runs, not the interpreter. */
export function programName(command: string | null): string | undefined {
  const words = (command ?? '').split(' ');
  return base(programOrScript(words)).replace(/\.js$/, '') || undefined;
}
