import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { helper } from './product.js';

/** A helper whose CPUs and tasks are this kernel's, though its files are a fake tree's; in `folder`. `before`: what starts it, such as `taskset -c 0`. */
export function helperThatSeesThisKernel(folder: string, before = ''): string {
  const program = join(folder, 'lattice-helper');
  writeFileSync(program, `#!/bin/sh\nexec ${before} '${helper}' --busy kernel "$@"\n`);
  chmodSync(program, 0o755);
  return program;
}
