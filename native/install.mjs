// SPDX-License-Identifier: MIT
// npm's install script: builds the native part, silent but for one line; what is missing is named with the package that brings it.
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

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
