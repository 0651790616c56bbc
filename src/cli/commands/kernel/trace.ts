import { readFileSync } from 'node:fs';
import { messageOf } from '../../../control/protocol/errors.js';
import { type Rebuilt, rebuild } from '../../../governor/kernel/rebuild.js';
import type { Context } from '../../context.js';
import { exitFailed, exitOk, Failure } from '../../exit.js';
import { mismatchLines } from '../../view/kernel.js';

/** Makes each decision of a recorded trace again. Fails where one differs. */
export async function run({ json, style, print, printJson }: Context, { file }: { file: string }): Promise<number> {
  const rebuilt = decisions(file);
  if (json) printJson(rebuilt);
  else print(...mismatchLines(rebuilt, style));
  return rebuilt.mismatches.length === 0 ? exitOk : exitFailed;
}

function decisions(file: string): Rebuilt {
  try {
    const rebuilt = rebuild(readFileSync(file, 'utf8'));
    if (rebuilt.looks > 0) return rebuilt;
  } catch (error) {
    throw new Failure(`${file}: ${messageOf(error)}`);
  }
  throw new Failure(`${file} has no event lattice_look`);
}
