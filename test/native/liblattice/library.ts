import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const sources = `${root}test/native/liblattice/`;

/** Where a build lies; `san` are sanitizers, such as `thread`. */
const built = (san = ''): string => `${root}native/build/liblattice${san === '' ? '' : `-${san.replace(',', '-')}`}`;

/** One at a time, since test files run side by side. */
export function make(...goals: readonly string[]): void {
  mkdirSync(`${root}native/build`, { recursive: true });
  execFileSync('flock', [
    ...[`${root}native/build/liblattice.lock`, 'make', '-s', '-j2', '-C', `${root}native/liblattice`, 'WERROR=1'],
    ...goals,
  ]);
}

/** Builds the library, warnings being errors. */
export function build(san = ''): string {
  make(...(san === '' ? [] : [`SAN=${san}`]));
  return built(san);
}

/** Builds a C program beside this file with the library, or with its object where it looks inside; returns its path. */
export function program(name: string, san = ''): string {
  const library = build(san);
  const path = `${library}/test/${name}`;
  mkdirSync(`${library}/test`, { recursive: true });
  execFileSync('cc', [
    ...['-std=gnu11', '-O1', '-g', '-Wall', '-Wextra', '-Werror', '-D_GNU_SOURCE', '-pthread'],
    ...(san === '' ? [] : [`-fsanitize=${san}`, '-fno-sanitize-recover=all']),
    ...[`-I${root}native/liblattice/include`, `-I${root}native/liblattice/src`, `-I${root}test/native`],
    ...[`${sources}${name}.c`, `${library}/${name === 'variants' ? 'whole.o' : 'liblattice.a'}`, '-lm', '-o', path],
  ]);
  return path;
}

export interface Call {
  readonly name: string;
  readonly parameters: readonly number[];
  readonly arrays: readonly ArrayLike<number>[];
}

export interface Answer {
  readonly code: number;
  readonly values: Float64Array;
}

const word = (x: number): string =>
  Number.isNaN(x) ? 'nan' : Number.isFinite(x) ? (Object.is(x, -0) ? '-0' : String(x)) : x > 0 ? 'inf' : '-inf';
const value = (text: string): number =>
  text.endsWith('nan')
    ? Number.NaN
    : text.endsWith('inf')
      ? text.startsWith('-')
        ? -Infinity
        : Infinity
      : Number(text);

/** Asks conform.c. */
export function ask(path: string, calls: readonly Call[]): readonly Answer[] {
  const line = ({ name, parameters, arrays }: Call): string =>
    [
      name,
      parameters.length,
      ...parameters.map(word),
      arrays.length,
      ...arrays.flatMap(array => [array.length, ...Array.from(array, word)]),
    ].join(' ');
  const said = execFileSync(path, {
    input: `${calls.map(line).join('\n')}\n`,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  return said
    .trimEnd()
    .split('\n')
    .map(answer => {
      const [code, ...values] = answer.split(' ').map(value);
      return { code: code ?? Number.NaN, values: Float64Array.from(values) };
    });
}
