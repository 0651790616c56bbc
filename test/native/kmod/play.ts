import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { folderForTest } from '../../fixtures/scratch.js';

const native = fileURLToPath(new URL('../../../native/', import.meta.url));

/** Builds the player of the kernel's governor outside a kernel, with a sanitizer; returns its path. */
export function player(): string {
  const path = join(folderForTest('play'), 'governor_play');
  execFileSync('cc', [
    ...['-std=gnu11', '-O1', '-Wall', '-Wextra', '-Werror', '-fsanitize=undefined', '-fno-sanitize-recover=all'],
    ...[`-I${native}`, `${native}../test/native/governor_play.c`, '-o', path],
  ]);
  return path;
}

/** What the kernel's tracepoints would print of these lines. */
export const play = (path: string, lines: readonly string[]): string =>
  execFileSync(path, { input: `${lines.join('\n')}\n`, encoding: 'utf8', maxBuffer: 1 << 28 });
