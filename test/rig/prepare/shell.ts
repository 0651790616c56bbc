import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { STAMPS } from '../paths.js';

const execute = promisify(execFile);

/** Runs a program to its end and gives its output; a failure carries the output, since apt and make say there what is wrong. */
export async function run(program: string, args: readonly string[], options: { cwd?: string } = {}): Promise<string> {
  try {
    const { stdout } = await execute(program, args, {
      ...options,
      maxBuffer: 64 << 20,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' },
    });
    return stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    const tail = `${stdout}\n${stderr}`.trim().split('\n').slice(-40).join('\n');
    throw new Error(`${program} ${args.join(' ')} failed:\n${tail}`, { cause: error });
  }
}

export const say = (text: string): void => console.error(`rig: ${text}`);

/** Contents of all files below the folders, so that a step is redone when its sources change. */
export async function digest(...folders: string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
    for (const file of files.sort()) hash.update(file).update(await readFile(file));
  }
  return hash.digest('hex');
}

/**
 * Does a step once for each value of its key. The stamp is written last, so an interrupted step runs again from its start;
 * a step must therefore bear being begun anew over its own remains.
 */
export async function once(name: string, key: string, step: () => Promise<void>): Promise<void> {
  const stamp = join(STAMPS, name);
  const done = await readFile(stamp, 'utf8').catch(() => undefined);
  if (done === key) return;
  const start = performance.now();
  await step();
  await mkdir(STAMPS, { recursive: true });
  await writeFile(stamp, key);
  say(`${name} ready after ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
