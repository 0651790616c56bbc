import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { serving } from './fixture.js';

const program = fileURLToPath(new URL('../../dist/latticectl.js', import.meta.url));
const nobody = 65534;

test('a user outside the group is told which one to join', async () => {
  const { directory, path } = await serving();
  chmodSync(directory, 0o755);
  const root = process.getuid?.() === 0;
  // Root may open anything, so that it asks as nobody; another user takes the permission from itself.
  if (!root) chmodSync(path, 0);
  const { status, stderr } = spawnSync(process.execPath, [program, 'status', '--runtime-dir', directory], {
    encoding: 'utf8',
    cwd: '/',
    ...(root ? { uid: nobody, gid: nobody } : {}),
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(
    new RegExp(
      `^latticectl: ${path}: no permission; members of group \\w+ may connect: \`sudo usermod -aG \\w+ "\\$USER"\`, then log in again\n$`,
    ),
  );
});
