import { copyFile, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { INITRD, PROGRAMS } from '../paths.js';
import { run } from '../prepare/shell.js';

const FOLDERS = ['usr/bin', 'usr/lib', 'usr/lib64', 'usr/sbin', 'proc', 'sys', 'dev', 'tmp', 'run', 'root', 'exchange'];
const MERGED = ['bin', 'sbin', 'lib', 'lib64'];

/** Shared libraries that the programs and loadable objects below the paths are linked against. */
async function libraries(paths: readonly string[]): Promise<string[]> {
  const objects = await run('find', [
    ...paths,
    '-type',
    'f',
    '(',
    '-perm',
    '/111',
    '-o',
    '-name',
    '*.node',
    '-o',
    '-name',
    '*.so*',
    ')',
  ]);
  const found = new Set<string>();
  for (const object of objects.split('\n').filter(Boolean)) {
    // ldd fails on scripts and static programs, which need nothing.
    const lines = await run('ldd', [object]).catch(() => '');
    for (const [, library] of lines.matchAll(/(\/\S+\.so\S*)/g)) if (library) found.add(library);
  }
  return [...found];
}

/** Adds a root to the rig's initial RAM disk, which the kernel unpacks as if they were one. */
export async function packMemoryRoot(folder: string, extra: readonly string[]): Promise<string> {
  const stage = join(folder, 'stage');
  const root = join(stage, 'memory');
  const paths = [PROGRAMS, ...extra];
  for (const name of FOLDERS) await mkdir(join(root, name), { recursive: true });
  for (const name of MERGED) await symlink(`usr/${name}`, join(root, name));
  await copyFile('/bin/busybox', join(root, 'usr/bin/busybox'));
  const applets = (await run('/bin/busybox', ['--list'])).split('\n').filter(name => name && name !== 'busybox');
  for (const name of applets) await symlink('busybox', join(root, 'usr/bin', name));
  await mkdir(join(root, 'etc'));
  await writeFile(join(root, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n');
  for (const path of [...paths, ...(await libraries(paths))]) {
    await mkdir(join(root, dirname(path)), { recursive: true });
    await run('cp', ['-a', '-L', path, join(root, path)]);
  }
  const archive = join(folder, 'root.cpio');
  await run('sh', ['-c', 'find memory | cpio --quiet -o -H newc > "$0"', archive], { cwd: stage });
  const initrd = join(folder, 'initrd');
  const compressed = await readFile(INITRD);
  // The kernel looks for a further archive at a multiple of four bytes.
  const padding = Buffer.alloc(-compressed.length & 3);
  await writeFile(initrd, Buffer.concat([compressed, padding, await readFile(archive)]));
  await rm(stage, { recursive: true });
  await rm(archive);
  return initrd;
}
