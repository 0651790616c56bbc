import type { Guest } from './guest.js';
import { PROGRAMS } from './paths.js';
import { within } from './poll.js';

/** What load/script.c found out about the jobs that it executed. */
export interface ScriptResult {
  /** ms that the scored jobs without a deadline took. */
  readonly responses: readonly number[];
  /** Scored jobs with a deadline, and those of them that were late. */
  readonly deadlines: number;
  readonly missed: number;
  /** The time that counted. */
  readonly windowMs: number;
  /** All the time that jobs burnt, and what of it and of the sleep between them the host seems to have taken. */
  readonly busyMs: number;
  readonly takenMs: number;
}

/** Executes a script of jobs on CPU 0, in the language of load/script.c. */
export async function playScript(guest: Guest, script: string, timeout: number): Promise<ScriptResult> {
  const job = guest.spawn(`exec ${PROGRAMS}/script`);
  job.write(script);
  job.closeInput();
  const code = await within('the script', job.exit, timeout);
  if (code !== 0) throw new Error(`${PROGRAMS}/script ended with ${code}: ${job.stderr}`);
  const raw = JSON.parse(job.stdout.trim().split('\n').at(-1) ?? '') as Record<string, number> & {
    responses: number[];
  };
  const of = (name: string): number => raw[name] ?? Number.NaN;
  return {
    responses: raw.responses,
    deadlines: of('deadlines'),
    missed: of('missed'),
    windowMs: of('window_ms'),
    busyMs: of('busy_ms'),
    takenMs: of('held_ms') + of('late_ms'),
  };
}
