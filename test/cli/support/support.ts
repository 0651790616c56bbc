import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { helperPath } from '../../../src/machine/linux/helper/helper-path.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { latticectl } from '../run.js';

/** Folders of nobody, so that neither a daemon nor a journal of this machine is found. */
export const nowhere = (): string[] => ['--state-dir', folderForTest('state'), '--runtime-dir', folderForTest('run')];

/** What `latticectl support` prints, as a file and as what it says. */
export async function supportFile(...args: readonly string[]) {
  const { code, stdout, stderr } = await latticectl(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const file = join(folderForTest('support'), 'lattice-support.json');
  writeFileSync(file, stdout);
  return { file, text: stdout, bundle: JSON.parse(stdout) };
}

/** The folder that a support file's machine is unpacked into. */
export async function unpacked(file: string): Promise<string> {
  const folder = join(folderForTest('machine'), 'root');
  expect(await latticectl(['support', 'unpack', file, folder])).toMatchObject({ code: 0, stderr: '' });
  return folder;
}

/** What the helper says of a tree, without where it lies and which boot it is. */
export function seenBy(root: string): { readonly hello: object; readonly sample: object } {
  const args = ['--once', '--root', root, '--runtime-dir', folderForTest('run')];
  const { hello, sample } = JSON.parse(execFileSync(helperPath(), args, { encoding: 'utf8', maxBuffer: 2 ** 26 }));
  const { boot_id: _, root: __, epoch: ___, monotonic_ns: ____, ...rest } = hello;
  return { hello: rest, sample: { ...sample, 'clock.suspended': 0 } };
}

/** What doctor says of a tree, without where it lies. */
export async function diagnosed(root: string): Promise<unknown> {
  const { stdout } = await latticectl(['doctor', '--root', root, '--json']);
  return JSON.parse(stdout.replaceAll(root, 'ROOT'));
}
