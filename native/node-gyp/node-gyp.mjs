#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// Runs npm's node-gyp with the headers that belong to the running Node, which by itself it would download from nodejs.org.
import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { chooseHeaders, headerPrefixes } from './headers.mjs';
import { lackingLine } from './lacking.mjs';

const { npm_config_nodedir: nodedir, ...env } = process.env;
const program = realpathSync(process.execPath);
const what = env.npm_package_name ?? basename(process.cwd());

function fail(line, output = '') {
  process.stderr.write(`${output}${line}\n`);
  process.exit(1);
}

const runs = command => command !== undefined && command !== '' && spawnSync(command, ['--version']).status === 0;
const tools = {
  'a C++ compiler': [env.CXX, 'g++', 'c++'],
  make: [env.MAKE, 'make'],
  python3: [env.npm_config_python, env.PYTHON, 'python3', 'python'],
};
const missing = Object.keys(tools).filter(tool => !tools[tool].some(runs));

const moduleVersion = process.versions.modules;
const builtFor = process.config.variables.node_prefix;
const { prefix, unfit } = chooseHeaders(
  headerPrefixes({ nodedir, program, builtFor, arch: process.arch }),
  moduleVersion,
);
const headers = { version: process.versions.node, moduleVersion, program, arch: process.arch, unfit };
if (missing.length > 0) fail(lackingLine(what, missing, prefix === undefined ? headers : undefined));

// npm names its own node-gyp to the scripts that it runs.
const nodeGyp = env.npm_config_node_gyp;
if (nodeGyp === undefined) fail(`lattice-governor: ${what} is built by npm: npm rebuild ${what}`);
// Without fitting headers node-gyp may still have them from before, or be able to download them.
const chosen = prefix === undefined ? [] : [`--nodedir=${prefix}`];
const built = spawnSync(
  process.execPath,
  [nodeGyp, ...process.argv.slice(2), '--jobs', String(availableParallelism()), ...chosen],
  { encoding: 'utf8', env, maxBuffer: 1 << 28 },
);
if (built.status === 0) process.stdout.write(built.stdout);
// Before there are headers nothing is configured; whatever node-gyp says then is about its download.
else if (prefix === undefined && !existsSync('build/Makefile')) fail(lackingLine(what, [], headers));
else fail(`lattice-governor: node-gyp could not build ${what} (its output is above)`, `${built.stdout}${built.stderr}`);
