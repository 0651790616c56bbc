import { spawnSync } from 'node:child_process';

/** Runs a program to its end and gives what it printed; a failure has the program's own words. */
export function run(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    ...options,
    env: { ...process.env, ...options.env },
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  if (error !== undefined) throw new Error(`${program} can't be started: ${error.message}`);
  if (status !== 0) throw new Error(`${[program, ...args].join(' ')} failed\n${stdout}${stderr}`.trimEnd());
  return stdout;
}

export const runs = (program: string): boolean => spawnSync(program, ['--version']).status === 0;
