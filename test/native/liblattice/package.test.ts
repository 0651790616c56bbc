import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { folderForTest } from '../../fixtures/scratch.js';
import { build, make, program } from './library.js';

const root = new URL('../../../', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const run = (command: string, ...args: string[]): string => execFileSync(command, args, { encoding: 'utf8' });

let library = '';
beforeAll(() => {
  library = build();
}, 300_000);

const exported = (): string[] =>
  run('nm', '-D', '--defined-only', `${library}/liblattice.so`)
    .split('\n')
    .filter(line => line.includes(' T '))
    .map(line => line.split(' ').at(-1) ?? '')
    .sort();

describe('what programs link with', () => {
  it('is the committed list of symbols and versions, no more and no less', () => {
    expect(exported()).toEqual(text('test/native/liblattice/symbols.txt').trimEnd().split('\n').sort());
  });

  it("is all that the static library has by name, too: others would be the program's", () => {
    const named = run('nm', '--defined-only', '--extern-only', '--format=posix', `${library}/liblattice.a`)
      .split('\n')
      .filter(line => line.includes(' '))
      .map(line => `${line.split(' ')[0]}@@LATTICE_1.0`);
    expect(named.sort()).toEqual(exported());
  });

  it('is what the header declares', () => {
    const declared = [
      ...text('native/liblattice/include/lattice.h').matchAll(/^LATTICE_API [^;(]*?\b(lattice_\w+)\(/gm),
    ];
    expect(declared.map(([, name]) => `${name}@@LATTICE_1.0`).sort()).toEqual(exported());
  });

  it('needs libm and libc alone, and has no state of its own that can be written but the list of arenas', () => {
    const needed = [...run('readelf', '-d', `${library}/liblattice.so`).matchAll(/NEEDED.*\[(.*)\]/g)].map(m => m[1]);
    expect(needed.every(name => /^lib[cm]\.so|^ld-linux/.test(name ?? ''))).toBe(true);
    const written = run('size', '-A', `${library}/liblattice.a`)
      .split('\n')
      .filter(line => /^\.(data|tdata|tbss)\S*\s+[1-9]/.test(line) && !line.startsWith('.data.rel.ro'));
    expect(written).toEqual([]);
    const zeroed = run('nm', '--format=posix', `${library}/liblattice.a`)
      .split('\n')
      .filter(line => /^\S+ [bc] /i.test(line));
    expect(zeroed.map(line => line.split(' ')[0])).toEqual(['arenas']);
  });
});

describe('make install', () => {
  it('gives a program in an empty folder all it needs, by pkg-config, shared and static', () => {
    const [place, folder] = [folderForTest('install'), folderForTest('empty')];
    make('install', `DESTDIR=${place}`, 'PREFIX=/usr');
    writeFileSync(
      join(folder, 'program.c'),
      `#include <lattice.h>
#include <stdio.h>
/* Names that the library has inside are free. */
double mean_of(void);
double mean_of(void) { return 0; }
int main(void)
{
	double y[4] = { 0, 0, 4, 0 };
	int code = lattice_smooth(y, y, 4, LATTICE_PHI);
	printf("%s %s %.6f\\n", lattice_version(), lattice_strerror(code), y[0] + y[1] + y[2] + y[3]);
	return 0;
}
`,
    );
    const env = { ...process.env, PKG_CONFIG_PATH: `${place}/usr/lib/pkgconfig`, PKG_CONFIG_SYSROOT_DIR: place };
    const flags = (...args: string[]): string[] =>
      execFileSync('pkg-config', [...args, 'lattice'], { env, encoding: 'utf8' })
        .trim()
        .split(' ');
    const compile = (...args: string[]): void => {
      execFileSync('cc', ['-std=c11', '-Wall', '-Wextra', '-Werror', '-pedantic', 'program.c', ...args], {
        cwd: folder,
      });
    };
    compile(...flags('--cflags', '--libs'), '-o', 'shared');
    compile(
      ...flags('--cflags'),
      `${place}/usr/lib/liblattice.a`,
      ...flags('--libs-only-l', '--static').slice(1),
      '-o',
      'static',
    );
    const version = flags('--modversion')[0];
    const said = `${version} no error 4.000000\n`;
    expect(execFileSync(`${folder}/shared`, { env: { LD_LIBRARY_PATH: `${place}/usr/lib` }, encoding: 'utf8' })).toBe(
      said,
    );
    expect(run(`${folder}/static`)).toBe(said);
    expect(run('readelf', '-d', `${place}/usr/lib/liblattice.so`)).toContain('soname: [liblattice.so.1]');
    expect(readdirSync(`${place}/usr/lib`).sort()).toEqual([
      'liblattice-malloc.so',
      'liblattice.a',
      'liblattice.so',
      'liblattice.so.1',
      `liblattice.so.${version}`,
      'pkgconfig',
    ]);
    expect(run('man', '--warnings', '-l', '--encoding=ascii', `${place}/usr/share/man/man3/lattice.3`)).toContain(
      'lattice_regularize',
    );
  });

  it('takes the header into C++ too', () => {
    const folder = folderForTest('cpp');
    writeFileSync(
      join(folder, 'a.cpp'),
      '#include "lattice.h"\nint main() { return lattice_bunching(0, 0, 0, 0, 1) == 0 || lattice_arena_dealloc(0, 0) == 0; }\n',
    );
    const include = new URL('native/liblattice/include', root).pathname;
    run('c++', '-Wall', '-Wextra', '-Werror', `-I${include}`, '-c', join(folder, 'a.cpp'), '-o', join(folder, 'a.o'));
  });
});

describe('programs in C', () => {
  it.each(['variants', 'bad_input'])('%s', name => {
    expect(run(program(name))).toMatch(/^\d+ passed, 0 failed\n$/);
  });
});
