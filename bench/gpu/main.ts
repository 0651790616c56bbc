/**
 * `npm run bench:gpu -- --data PATH [--columns gpu=A,workload=B+C,clock=D,time=E,power=F] [--gpu NAME] [--seeds 101-104] [--json FILE]`: the GPU
 * governor on measured curves. PATH is a CSV file or a folder of them; a table that lacks a required column is reported and skipped.
 */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { dataAt, fail, seedsOf } from '../arguments.js';
import { parseColumns, TableError } from './columns.js';
import { boards, measure, promises, strategies } from './measure.js';
import { measureMixed, mixtures } from './mixtures.js';
import { readCurves, type Table } from './read-curves.js';
import { type BoardResult, report } from './report.js';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    columns: { type: 'string' },
    gpu: { type: 'string' },
    seeds: { type: 'string', default: '101-104' },
    json: { type: 'string' },
  },
});

const data = dataAt(values.data, 'a CSV file or a folder of them');
const seeds = seedsOf(values.seeds);

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter(name => name.endsWith('.csv'));
  return names.sort().map(name => join(path, name));
}

/** Undefined for a table of another kind, unless it was asked for by name. */
function read(file: string, sole: boolean): Table | undefined {
  try {
    return readCurves(readFileSync(file, 'utf8'), values.columns === undefined ? {} : parseColumns(values.columns));
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    if (sole) fail(`${file}: ${error.message}`);
    console.error(`${file}: left out, ${error.message}`);
    return undefined;
  }
}

const files = filesOf(data);
const all: { file: string; results: BoardResult[] }[] = [];
for (const file of files) {
  const table = read(file, files.length === 1);
  if (table === undefined) continue;
  if (table.averaged.length > 0)
    console.error(
      `${file}: rows are averaged that differ in ${table.averaged.join(', ')}; if one of them tells workloads apart, name it: --columns workload=A+B`,
    );
  const chosen = boards(table.curves).filter(b => values.gpu === undefined || b.gpu === values.gpu);
  if (chosen.length === 0) {
    console.error(
      `${file}: left out, no GPU ${values.gpu}; there are ${boards(table.curves)
        .map(b => b.gpu)
        .join(', ')}`,
    );
    continue;
  }
  const results = chosen.map(board => {
    process.stderr.write(`${basename(file)} ${board.gpu}\n`);
    const kinds = strategies.flatMap(strategy => promises.map(promised => ({ strategy, promised })));
    return {
      board,
      rows: kinds.flatMap(k => measure(board, k.strategy, k.promised, seeds)),
      mixed: mixtures.flatMap(m => kinds.flatMap(k => measureMixed(board, m, k.strategy, k.promised, seeds) ?? [])),
    };
  });
  console.log(report(basename(file), table, results, values.seeds));
  all.push({ file: basename(file), results });
}
if (all.length === 0) fail(`${data}: nothing to replay`);
if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify({ seeds: values.seeds, tables: all }, undefined, 1)}\n`);
