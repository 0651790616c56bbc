/**
 * `npm run bench:gpu:constants -- --data FILE.csv [--seeds 1]`: whether the policy's constants depend on the GPU on which they are chosen.
 *
 * 1. Each constant that guards or drives the search is tried at lower and higher values, with the others unchanged, on each GPU's table alone. The
 *    values are fixed here, around what theory or the noise of others' measurements gives.
 * 2. A GPU's choice is the value that saves most on it at ε = 5 % among those that keep every slowdown and exploring bar there; it is then judged on
 *    the other GPU.
 * 3. The shipped value has to keep the bars on both.
 *
 * A constant is replaced in a copy of the compiled policy, so that the policy itself has no knobs.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { dataAt, fail, seedsOf } from '../arguments.js';
import { bounds, type Reached, reachedBy } from './bars.js';
import { boards, type measure, type Row } from './measure.js';
import { readCurves, type Table } from './read-curves.js';

/** Name, its file, and the values with the shipped one in the middle. */
const constants: readonly [string, string, readonly [number, number, number]][] = [
  ['lookSeconds', 'search', [14, 20, 28]],
  ['trySeconds', 'search', [3, 5, 8]],
  ['safe', 'points', [1.5, 2, 2.5]],
  ['priorSpread', 'ratio-mean', [0.014, 0.02, 0.028]],
  ['share', 'look-budget', [0.003, 0.004, 0.006]],
  ['apart', 'look-budget', [60, 90, 130]],
  ['shortest', 'turns', [60, 80, 120]],
  ['worth', 'hope', [0.005, 0.01, 0.02]],
];
const promised = 0.05;

const { values } = parseArgs({ options: { data: { type: 'string' }, seeds: { type: 'string', default: '1' } } });
const data = dataAt(values.data, 'a CSV file');
const seeds = seedsOf(values.seeds);
const all = boards(curvesOf(data));
const built = fileURLToPath(new URL('../..', import.meta.url));

function curvesOf(file: string): Table['curves'] {
  try {
    return readCurves(readFileSync(file, 'utf8'), {}).curves;
  } catch (error) {
    fail(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

interface Score extends Reached {
  readonly value: number;
  readonly kept: boolean;
}

function scoreOf(value: number, rows: readonly Row[]): Score {
  const reached = reachedBy(rows);
  return { value, ...reached, kept: Object.values(bounds(reached, promised)).every(Boolean) };
}

/** The results of a policy with another value of one constant on each GPU. */
async function scores(name: string, file: string, value: number): Promise<Score[]> {
  const copy = mkdtempSync(join(tmpdir(), 'lattice-constants-'));
  try {
    cpSync(built, copy, { recursive: true });
    writeFileSync(join(copy, 'package.json'), '{"type":"module"}');
    const path = join(copy, 'src/governor/gpu', `${file}.js`);
    const text = readFileSync(path, 'utf8');
    const changed = text.replace(new RegExp(`^const ${name} = [^;]+;`, 'm'), `const ${name} = ${value};`);
    if (!changed.includes(`const ${name} = ${value};`)) throw new Error(`${file}.ts: no constant ${name}`);
    writeFileSync(path, changed);
    const module = pathToFileURL(join(copy, 'bench/gpu/measure.js')).href;
    const policy = (await import(module)) as { readonly measure: typeof measure };
    return all.map(board => scoreOf(value, policy.measure(board, 'lattice', promised, seeds)));
  } finally {
    rmSync(copy, { recursive: true });
  }
}

const percent = (share: number): string => (share * 100).toFixed(1);
const cell = ({ value, share, worst, kept }: Score): string =>
  `${Number(value.toFixed(3))}: ${percent(share)} / ${percent(worst)}${kept ? '' : ' MISSED'}`;

console.log(`## Constants, each GPU left out in turn

${basename(data)}, ε = 5 %, seeds ${values.seeds}: share of the oracle’s saving / worst slowdown, %; MISSED where a slowdown or exploring bar is not kept. The middle value ships. With few seeds some points of share are chance.
Chosen on one GPU: the value that saves most there with the bars kept. The other GPU had no say in it: its figures with that value stand behind the arrow.

| constant | GPU | values | chosen on it alone → the others |
| --- | --- | --- | --- |`);
let fits = true;
/** The shipped policy's results are the same for every constant. */
let shipped: Score[] | undefined;
for (const [name, file, tried] of constants) {
  const byValue: Score[][] = [];
  for (const value of tried) {
    const ships = value === tried[1];
    const found = (ships ? shipped : undefined) ?? (await scores(name, file, value));
    if (ships) shipped = found;
    byValue.push(found.map(score => ({ ...score, value })));
  }
  all.forEach((board, i) => {
    const mine = byValue.map(list => list[i]).filter(score => score !== undefined);
    fits &&= mine[1]?.kept === true;
    const [choice] = mine.filter(score => score.kept).sort((a, b) => b.share - a.share);
    const there = byValue.find(list => list[i] === choice)?.filter((_, k) => k !== i) ?? [];
    const others =
      choice === undefined ? 'none' : `${Number(choice.value.toFixed(3))} → ${there.map(s => cell(s)).join(', ')}`;
    console.log(`| ${name} (\`${file}.ts\`) | ${board.gpu} | ${mine.map(cell).join('; ')} | ${others} |`);
  });
}
console.log(`\nOn these seeds what ships keeps the bars on ${fits ? 'every GPU' : 'NOT every GPU'}.`);
