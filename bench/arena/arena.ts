import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Figure, spread } from '../figures.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const rounds = 3;
/** Ours ÷ theirs. */
const bars = { time: 3, touch: 0.7 };

/**
 * liblattice's page arena, CPU time: a block against malloc's, first touch of huge pages against small ones, and the waste of each division. Contenders
 * take turns within each run; a figure is the ratio of each pair. The tables are Markdown, as bench/KERNEL-RESULTS.md has them.
 */
export function benchArena(): Figure[] {
  const folder = mkdtempSync(join(tmpdir(), 'lattice-bench-'));
  try {
    execFileSync('make', ['-s', '-C', `${root}native/liblattice`]);
    const program = join(folder, 'ours');
    execFileSync('cc', [
      ...['-O3', `-I${root}native/liblattice/include`, `${root}bench/arena/ours.c`],
      ...[`${root}native/build/liblattice/liblattice.a`, '-lm', '-o', program],
    ]);
    console.log(`${machine()}\n`);
    waste(lines(program, 'waste'));
    return [...times(program), ...touches(program)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What each run depends on: who else runs is told by the load. */
function machine(): string {
  const [load] = readFileSync('/proc/loadavg', 'utf8').split(' ');
  const huge = /\[(\w+)\]/.exec(readFileSync('/sys/kernel/mm/transparent_hugepage/enabled', 'utf8'))?.[1];
  return `${cpus().length} CPUs (${cpus()[0]?.model}), Linux ${release()}, transparent huge pages: ${huge}, load ${load}`;
}

const lines = (program: string, what: string): string[][] =>
  execFileSync(program, [what], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map(line => line.split('\t'));

function waste(rows: readonly string[][]): void {
  console.log('| given on top of what is asked for, % | binary buddies | Fibonacci buddies | classes | adaptive |');
  console.log('| --- | --- | --- | --- | --- |');
  for (const [name = '', binary, fibonacci, classes, adaptive, chosen] of rows) {
    const [b, f, c, a] = [binary, fibonacci, classes, adaptive].map(share => Number(share).toFixed(1));
    console.log(`| ${name} | ${b} | ${f} | ${c} | ${a} (${chosen}) |`);
  }
  console.log('');
}

/** Of one contender's column. */
const column = (rows: readonly string[][], i: number): number[] => rows.map(row => Number(row[i]));
const shown = (values: readonly number[]): string => {
  const { median, low, high } = spread(values);
  return `${digits(median)} (${digits(low)}–${digits(high)})`;
};
const digits = (x: number): string => (x >= 100 ? x.toFixed(0) : x.toPrecision(2));

function times(program: string): Figure[] {
  const rows = Array.from({ length: rounds }, () => lines(program, 'time')).flat();
  console.log('| a block is taken, written to and given back, ns | malloc | arena | arena ÷ malloc |');
  console.log('| --- | --- | --- | --- |');
  const figures = [...new Set(rows.map(([name = '']) => name))].map((name): Figure => {
    const own = rows.filter(row => row[0] === name);
    const [theirs, ours] = [column(own, 1), column(own, 2)];
    const ratios = ours.map((ns, i) => ns / (theirs[i] ?? Number.NaN));
    console.log(`| ${name} | ${shown(theirs)} | ${shown(ours)} | ${shown(ratios)} |`);
    return { name: `arena: ${name}, time ÷ malloc`, unit: '×', ...spread(ratios), bar: bars.time };
  });
  console.log('');
  return figures;
}

function touches(program: string): Figure[] {
  const rows = Array.from({ length: rounds }, () => lines(program, 'touch')).flat();
  const [small, huge] = [column(rows, 0), column(rows, 1)];
  const ratios = huge.map((s, i) => s / (small[i] ?? Number.NaN));
  console.log('| first touch of 512 MiB | CPU s | page faults |');
  console.log('| --- | --- | --- |');
  console.log(`| small pages | ${shown(small)} | ${spread(column(rows, 2)).median} |`);
  console.log(`| the arena's huge pages | ${shown(huge)} | ${spread(column(rows, 3)).median} |`);
  console.log(`| huge ÷ small | ${shown(ratios)} | |\n`);
  return [{ name: 'arena: first touch, huge pages ÷ small pages', unit: '×', ...spread(ratios), bar: bars.touch }];
}
