// SPDX-License-Identifier: MIT
// Which folder holds the headers of the Node that runs: an addon built against those of another major can't be loaded.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folders of a prefix where Node's headers lie: as installed, and in a source tree. */
const places = ['include/node', 'src'];

/** Module version that a prefix' headers are for, undefined where there are none. */
export function moduleVersionOf(prefix) {
  for (const place of places) {
    try {
      const header = readFileSync(join(prefix, place, 'node_version.h'), 'utf8');
      const found = /^#define NODE_MODULE_VERSION (\d+)$/m.exec(header);
      if (found !== null) return found[1];
    } catch {}
  }
  return undefined;
}

/** Where headers may be, best first: where npm was told, beside the program, where npm's `node` package puts them, the system's. */
export function headerPrefixes({ nodedir, program, builtFor, arch }) {
  const prefix = dirname(dirname(program));
  const packaged = `node-linux-${arch}`;
  const all = [nodedir, prefix, join(prefix, 'node_modules', packaged), join(prefix, '..', packaged), builtFor];
  return [...new Set([...all, '/usr', '/usr/local'].filter(folder => folder !== undefined && folder !== ''))];
}

/** The first prefix whose headers fit, and those that have headers of another Node. */
export function chooseHeaders(prefixes, moduleVersion) {
  const unfit = [];
  for (const prefix of prefixes) {
    const found = moduleVersionOf(prefix);
    if (found === moduleVersion) return { prefix, unfit };
    if (found !== undefined) unfit.push({ prefix, moduleVersion: found });
  }
  return { prefix: undefined, unfit };
}
