import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as library from '../../src/lattice/index.js';
import { complaints, consumer, output, packedFiles } from './library.js';

const root = new URL('../../', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** Public name → the file of src/lattice that defines it, without its ending. */
const definitions = new Map(
  [...text('src/lattice/index.ts').matchAll(/export \{([^}]+)\} from '\.\/(.+)\.js'/g)].flatMap(([, names, from]) =>
    (names ?? '')
      .split(',')
      .map(name => name.trim().replace('type ', ''))
      .filter(name => name !== '')
      .map(name => [name, from ?? ''] as const),
  ),
);

let folder = '';
beforeAll(async () => {
  folder = await consumer();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('lattice-governor/lattice', () => {
  it('gives its names to a project that has nothing but the packed library and fft.js', async () => {
    const names = await output(
      folder,
      'names.js',
      "import * as all from 'lattice-governor/lattice'; console.log(JSON.stringify(Object.keys(all).sort()));",
    );
    expect(JSON.parse(names)).toEqual(Object.keys(library).sort());
  });

  it('starts nothing: no output, no timers, no handles, no module of Node', async () => {
    const left = await output(
      folder,
      'quiet.js',
      `const before = new Set(process.moduleLoadList);
       const resources = process.getActiveResourcesInfo();
       await import('lattice-governor/lattice');
       const world = /NativeModule (fs|net|http|dgram|child_process|worker_threads|inspector)$/;
       const loaded = process.moduleLoadList.filter(m => !before.has(m) && world.test(m));
       console.log(JSON.stringify({ loaded, resources: process.getActiveResourcesInfo().length - resources.length }));`,
    );
    expect(JSON.parse(left)).toEqual({ loaded: [], resources: 0 });
  });

  it('lets in to nothing else but package.json', async () => {
    const opened = await output(
      folder,
      'doors.js',
      `import { createRequire } from 'node:module';
       const attempt = path => import(path).then(() => 'open', error => error.code);
       const name = createRequire(import.meta.url)('lattice-governor/package.json').name;
       console.log(name, await attempt('lattice-governor'), await attempt('lattice-governor/dist/lattice/filters/pole.js'));`,
    );
    expect(opened).toBe('lattice-governor ERR_PACKAGE_PATH_NOT_EXPORTED ERR_PACKAGE_PATH_NOT_EXPORTED\n');
  });

  it('leaves the programs where they were', async () => {
    const { bin } = JSON.parse(text('package.json')) as { bin: Record<string, string> };
    expect(await packedFiles).toEqual(expect.arrayContaining(Object.values(bin)));
  });
});

describe('its types', () => {
  const use = `
    import { bunching, CausalFilter, coherence, type KReading, regularize, type Spectrum, taskCoherence, welch } from 'lattice-governor/lattice';
    const x = new Float64Array(8);
    export const c: number | undefined = coherence(x, 0.05, 100);
    export const b: number | undefined = bunching(x);
    export const t: number | undefined = taskCoherence(x, x)?.share;
    export const s: Spectrum | undefined = welch(x, 100, 4);
    export const r: Float64Array = regularize({ data: x, shape: [2, 4] }).data;
    export const f: number = new CausalFilter().value;
    export const reading: KReading = 'lattice';
  `;

  it.each([
    ['NodeNext', {}],
    ['Bundler', { module: 'ESNext', moduleResolution: 'Bundler' }],
  ])('resolve with moduleResolution %s, the declarations themselves checked', async (_, options) => {
    expect(await complaints(folder, 'use.ts', use, { ...options, skipLibCheck: false })).toEqual([]);
  });

  it('refuse what is wrong, so they are not any', async () => {
    const wrong = `
      import { bunching, KReading } from 'lattice-governor/lattice';
      export const b: number = bunching(new Float64Array(8));
      export const c = bunching([1, 2]);
    `;
    const lines = await complaints(folder, 'wrong.ts', wrong, { verbatimModuleSyntax: true });
    expect(lines.map(line => /^wrong\.ts\((\d+),/.exec(line)?.[1])).toEqual(expect.arrayContaining(['2', '3', '4']));
  });
});

describe('its documentation', () => {
  it('has every name in docs/lattice.md', () => {
    const [, section] = /## As a library\n([\s\S]*?)\n## /.exec(text('docs/lattice.md')) ?? [];
    const table = (section ?? '').split('\n').filter(line => line.startsWith('| '));
    const named = table.flatMap(line => [...line.matchAll(/`(\w+)`/g)].map(match => match[1]));
    expect(named.sort()).toEqual([...definitions.keys()].sort());
    expect([...definitions.keys()]).toEqual(expect.arrayContaining(Object.keys(library)));
  });

  it.each([...definitions])('tells about %s, and about each member of it, in the declarations', (name, from) => {
    const lines = readFileSync(
      join(folder, 'node_modules/lattice-governor/dist/lattice', `${from}.d.ts`),
      'utf8',
    ).split('\n');
    const first = lines.findIndex(line =>
      new RegExp(`^export (declare )?(function|class|const|type|interface) ${name}\\b`).test(line),
    );
    expect(lines[first - 1]).toMatch(/\*\/$/);
    if (!lines[first]?.endsWith('{')) return;
    const members = lines.slice(first + 1, lines.indexOf('}', first));
    for (const [i, line] of members.entries())
      if (/^ {4}\w/.test(line) && !line.startsWith('    private '))
        expect(members[i - 1], `${name}: ${line}`).toMatch(/\*\/$/);
  });
});
