import { spawn } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import { forEverybody } from '../fixtures/for-everybody.js';
import { serving, temporary } from './fixture.js';

const { node, latticectl, remove } = forEverybody();
afterAll(remove);
const nobody = 65534;

/** latticectl as somebody outside the group: root may open anything, so it asks as nobody; another user takes the permission from itself. */
async function asNobody(path: string, directory: string, ...args: string[]) {
  chmodSync(directory, 0o755);
  const root = process.getuid?.() === 0;
  if (!root) chmodSync(path, 0);
  const child = spawn(node, [latticectl, ...args, '--runtime-dir', directory], {
    cwd: '/',
    ...(root ? { uid: nobody, gid: nobody } : {}),
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { stdout, stderr };
}

// Nobody is sent into root's group.
const joinIt =
  process.getuid?.() === 0
    ? 'only root may connect: try it with sudo'
    : String.raw`members of group \w+ may connect: \`sudo usermod -aG \w+ "\$USER"\`, then log in again`;

test('a user outside the group may read', async () => {
  const { directory, path } = await serving();
  const { stdout, stderr } = await asNobody(path, directory, 'status', '--json');
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toMatchObject({ running: true, profile: 'balanced' });
});

test('and is told which one to join to change something', async () => {
  const { directory, path, source } = await serving();
  const { stderr } = await asNobody(path, directory, 'feedback', 'slow');
  expect(stderr).toMatch(new RegExp(`^latticectl: feedback slow: no permission here; ${joinIt}\n$`));
  expect(source.heard).toEqual([]);
});

test('also where not even reading is offered', async () => {
  const { directory, path } = await serving();
  rmSync(join(directory, 'read.sock'));
  const { stderr } = await asNobody(path, directory, 'status');
  expect(stderr).toMatch(new RegExp(`^latticectl: ${path}: no permission; ${joinIt}\n$`));
});

test('a state directory that others may not enter is said to be closed, not empty', async () => {
  if (process.getuid?.() !== 0) return;
  const { directory, path } = await serving();
  const closed = temporary();
  chmodSync(closed, 0);
  const { stderr } = await asNobody(path, directory, 'decisions', '--state-dir', closed);
  expect(stderr).toBe(
    `latticectl: permission denied on ${closed}: its owner may read the journal there, and root (try it with sudo)\n`,
  );
});
