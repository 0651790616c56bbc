import { mkdirSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CgroupPaths } from '../../../../src/machine/linux/tasks/cgroup-paths.js';
import { folderForTest } from '../../../fixtures/scratch.js';

/** A folder that looks like the root of cgroup v2, and what makes folders in it. */
function tree(inside = '') {
  const mount = folderForTest('cgroup');
  const top = join(mount, inside);
  mkdirSync(top, { recursive: true });
  writeFileSync(join(top, 'cgroup.controllers'), '');
  const add = (path: string): number => {
    mkdirSync(join(top, path), { recursive: true });
    return statSync(join(top, path)).ino;
  };
  return { mount, top, add };
}

it('names control groups by their folders', () => {
  const { mount, top, add } = tree();
  const service = add('system.slice/nginx.service');
  const paths = new CgroupPaths(mount);
  const root = statSync(top).ino;
  paths.learn(new Set([service, root]));
  expect(paths.of(service)).toBe('/system.slice/nginx.service');
  expect(paths.of(root)).toBe('/');
  expect(paths.of(1)).toBe('/');
});

it('finds version 2 where version 1 is mounted beside it, and takes no number of version 1 for one', () => {
  const { mount, add } = tree('unified');
  mkdirSync(join(mount, 'cpu/docker'), { recursive: true });
  const other = statSync(join(mount, 'cpu/docker')).ino;
  const scope = add('user.slice/session-2.scope');
  const paths = new CgroupPaths(mount);
  paths.learn(new Set([scope, other]));
  expect(paths.of(scope)).toBe('/user.slice/session-2.scope');
  expect(paths.of(other)).toBe(`cgroup ${other}`);
});

it('keeps the path of one that was removed, names one that it never saw by its number, and finds new ones', () => {
  const { mount, top, add } = tree();
  const first = add('a.scope');
  const unseen = add('b.scope');
  rmdirSync(join(top, 'b.scope'));
  const paths = new CgroupPaths(mount);
  paths.learn(new Set([first, unseen]));
  expect(paths.of(unseen)).toBe(`cgroup ${unseen}`);
  rmdirSync(join(top, 'a.scope'));
  mkdirSync(join(top, 'c.scope/below'), { recursive: true });
  const later = statSync(join(top, 'c.scope/below')).ino;
  paths.learn(new Set([later]));
  expect(paths.of(later)).toBe('/c.scope/below');
  if (later !== first) expect(paths.of(first)).toBe('/a.scope');
});

it('shows no character that moves a cursor or turns text', () => {
  const { mount, add } = tree();
  const odd = add('\u001b[31m\u202egnp.scope\n');
  const paths = new CgroupPaths(mount);
  paths.learn(new Set([odd]));
  expect(paths.of(odd)).toBe('/?[31m?gnp.scope?');
});

it('is bounded where somebody made folders without end', () => {
  const { mount, top, add } = tree();
  const wide = Array.from({ length: 5000 }, (_, i) => add(`many/${i}`));
  const paths = new CgroupPaths(mount);
  paths.learn(new Set(wide));
  const named = wide.filter(id => paths.of(id).startsWith('/many/'));
  expect(named.length).toBeGreaterThan(4000);
  expect(named.length).toBeLessThanOrEqual(4096);
  expect(statSync(top).ino).toBeGreaterThan(0);
});

it('knows none where there is no version 2', () => {
  const paths = new CgroupPaths(join(folderForTest('none'), 'nothing'));
  paths.learn(new Set([7]));
  expect(paths.of(7)).toBe('cgroup 7');
});
