// SPDX-License-Identifier: MIT
// npm's install script: builds the native part, silent but for one line; what is missing is named with the package that brings it.
// better-sqlite3's own install script has run before: it fetches a prebuilt addon or builds one. npm puts the programs of our packages
// before its own, so the node-gyp that it then finds is ours (native/node-gyp), which knows where this Node's headers are.
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { provideAddon } from './install/addon.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const runs = command => spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;

function fail(line, output = '') {
  process.stderr.write(`${output}${line}\n`);
  process.exit(1);
}

if (process.platform !== 'linux') fail('lattice-governor: the native part runs on Linux only');
const compilers = [process.env.CC, 'cc', 'gcc', 'clang'].filter(name => name !== undefined && name !== '');
const compiler = compilers.find(runs);
if (compiler === undefined || !runs('make')) {
  const lacking = [...(compiler === undefined ? ['a C compiler'] : []), ...(runs('make') ? [] : ['make'])].join(
    ' and ',
  );
  fail(`lattice-governor: ${lacking} missing; on Debian or Ubuntu: apt-get install build-essential`);
}

const arguments_ = [
  '-C',
  here,
  `-j${availableParallelism()}`,
  '--silent',
  '--no-print-directory',
  ...(compiler === 'cc' ? [] : [`CC=${compiler}`]),
];
const build = spawnSync('make', arguments_, { encoding: 'utf8' });
if (build.status !== 0)
  fail(`lattice-governor: make -C ${here} failed (its output is above)`, `${build.stdout}${build.stderr}`);
const left = build.stdout.split('\n').filter(line => line.startsWith('native: '));
process.stdout.write(
  `lattice-governor: native part built${left.map(line => `; ${line.slice('native: '.length)}`).join('')}\n`,
);

// As somebody's dependency this runs beside better-sqlite3's script, not after it: then the building is left to that one.
const besideIt = basename(dirname(dirname(here))) === 'node_modules' && process.env.npm_lifecycle_event === 'install';
if (!besideIt) provideAddon(here, fail);

// npm shows it with --foreground-scripts; `latticectl status` says it as well, while no daemon runs.
if (process.env.npm_config_global === 'true') {
  const script = `${dirname(here)}/systemd/install.sh`;
  process.stdout.write(
    `lattice-governor: as a service: sudo sh ${script}, then sudo systemctl enable --now lattice-helper latticed\n`,
  );
}
