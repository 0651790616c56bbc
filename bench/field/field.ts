/** Whether a λ of each task's own, from its own noise, forecasts its next interval better than the kernel's fixed one. Prints a table and a verdict. */
import { readFileSync } from 'node:fs';
import { type Errors, errorsOf, type Way, ways } from './forecasts.js';
import { groups } from './streams.js';
import { median, verdict } from './verdict.js';

const heads: Readonly<Record<Way, string>> = {
  fixed: 'fixed λ',
  field: 'field',
  steps: 'of steps',
  mean: 'mean',
  last: 'last',
  hindsight: 'best EMA',
};
const vectors = new URL('../../../test/native/phi_vectors.txt', import.meta.url);
const wide = 40;
const column = 12;

export function benchField(): [] {
  const ofTasks: Errors[] = [];
  console.log('the next interval of a task: median squared error of a forecast, over that of the φ-filter with λ = φ');
  print('', 'streams', way => heads[way]);
  for (const { name, tasks, streams } of groups(readFileSync(vectors, 'utf8'))) {
    const errors = streams.map(errorsOf).filter(({ fixed }) => fixed > 0);
    if (tasks) ofTasks.push(...errors);
    const told = errors.length === 0 ? `${streams.length}: constant, all are right` : `${errors.length}`;
    print(name, told, way => (errors.length === 0 ? '' : median(errors.map(e => e[way] / e.fixed)).toFixed(2)));
  }
  for (const [way, words] of [
    ['fixed', 'the fixed λ'],
    ['mean', 'the mean'],
    ['hindsight', 'the best EMA in hindsight'],
  ] as const) {
    const { word, ratio, better, worse, of } = verdict(ofTasks, way);
    console.log(
      `verdict on tasks: the field against ${words}: ${word} (${ratio.toFixed(2)}; better on ${better} of ${of} streams, worse on ${worse})`,
    );
  }
  return [];
}

function print(name: string, streams: string, cell: (way: Way) => string): void {
  const cells = ways.map(way => cell(way).padStart(column));
  console.log(`${name.padEnd(wide)}${streams.padStart(9)}${cells.join('')}`.trimEnd());
}
