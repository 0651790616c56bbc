// SPDX-License-Identifier: MIT
// npm's prepare script: compiles a checkout, unless its compiler was left out (npm ci --omit=dev).
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

if (existsSync('node_modules/.bin/tsc')) {
  process.exitCode = spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' }).status ?? 1;
} else if (!existsSync('dist/latticed.js')) {
  process.stdout.write(
    'lattice-governor: not compiled, since TypeScript was left out; npm ci without --omit=dev compiles\n',
  );
}
