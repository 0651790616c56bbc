// SPDX-License-Identifier: MIT
// Prints the folders in node_modules that the programs need to run, one a line: what only builds or fetches addons is left out.
// Node alone tells it, so that an installation of npm's (npm install -g) and a checkout are the same.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const forBuilding = new Set(['lattice-node-gyp', 'prebuild-install']);
const manifest = folder => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** Where Node finds a package that one in this folder asks for: beside it, or in a folder above. */
function found(name, from) {
  const here = join(from, 'node_modules', name);
  if (existsSync(join(here, 'package.json'))) return here;
  return from === root ? undefined : found(name, dirname(from));
}

const folders = new Set();
const missing = new Set();
function take(folder) {
  const { dependencies = {}, optionalDependencies = {} } = manifest(folder);
  for (const name of Object.keys(dependencies)) {
    if (forBuilding.has(name)) continue;
    const at = found(name, folder);
    if (at !== undefined) {
      if (folders.has(at)) continue;
      folders.add(at);
      take(at);
    } else if (!(name in optionalDependencies)) missing.add(name);
  }
}
take(root);

for (const name of missing) process.stderr.write(`${name} is not in node_modules\n`);
const top = [...folders].map(folder => relative(join(root, 'node_modules'), folder));
// One inside of another comes along with it.
for (const folder of top.filter(path => !path.split('/').includes('node_modules')).sort())
  process.stdout.write(`${folder}\n`);
process.exitCode = missing.size === 0 ? 0 : 1;
