import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { patience } from '../rig/poll.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** The files that npm would pack, relative to the package. */
export const packedFiles: Promise<string[]> = run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
  cwd: root,
  maxBuffer: 2 ** 24,
}).then(({ stdout }) => {
  const [packed] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  return packed.files.map(file => file.path);
});

/** A project that has of this package only the packed library and of its dependencies only fft.js. The caller removes the folder. */
export async function consumer(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lattice-library-'));
  const library = (await packedFiles).filter(path => path === 'package.json' || path.startsWith('dist/lattice/'));
  if (!library.includes('dist/lattice/index.js')) throw new Error('dist/lattice is missing; expected "npm run build"');
  const modules = join(folder, 'node_modules');
  for (const path of library) {
    const target = join(modules, 'lattice-governor', path);
    await mkdir(dirname(target), { recursive: true });
    await cp(join(root, path), target);
  }
  await cp(join(root, 'node_modules/fft.js'), join(modules, 'fft.js'), { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  return folder;
}

/** What a module prints that is run in a consumer's project; throws when it fails or prints an error. */
export async function output(folder: string, name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  const { stdout, stderr } = await run(process.execPath, [name], { cwd: folder, env: {}, timeout: patience });
  if (stderr !== '') throw new Error(stderr);
  return stdout;
}

/** The complaints of the TypeScript compiler about a module in a consumer's project, one a line. */
export async function complaints(folder: string, name: string, text: string, more: object = {}): Promise<string[]> {
  await writeFile(join(folder, name), text);
  const compilerOptions = {
    target: 'ES2022',
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    types: [],
    strict: true,
    noEmit: true,
    ...more,
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [name] }));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  return run(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], { cwd: folder }).then(
    () => [],
    (error: { stdout: string }) => error.stdout.trim().split('\n'),
  );
}
