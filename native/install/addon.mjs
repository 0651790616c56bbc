// SPDX-License-Identifier: MIT
// Provides better-sqlite3's addon where its own script was not run, or brought one for another Node or libc.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** @param native our folder of that name @param fail called with one line */
export function provideAddon(native, fail) {
  const loads = () =>
    spawnSync(process.execPath, ['-e', "new (require('better-sqlite3'))(':memory:')"], { cwd: native, stdio: 'ignore' })
      .status === 0;
  if (loads()) return;
  const manifest = createRequire(join(native, 'install.mjs')).resolve('better-sqlite3/package.json');
  const env = { ...process.env, npm_package_name: 'better-sqlite3' };
  const run = (script, ...rest) =>
    spawnSync(process.execPath, [script, ...rest], { cwd: dirname(manifest), encoding: 'utf8', env });
  // One that is there was fetched before and does not load: fetching it again brings the same.
  if (!existsSync(join(dirname(manifest), 'build/Release/better_sqlite3.node'))) {
    run(createRequire(manifest).resolve('prebuild-install/bin.js'));
    if (loads()) return;
  }
  const built = run(join(native, 'node-gyp/node-gyp.mjs'), 'rebuild', '--release');
  if (built.status !== 0) fail(built.stderr.trimEnd());
  else if (!loads()) fail("lattice-governor: better-sqlite3 was built but can't be loaded");
}
