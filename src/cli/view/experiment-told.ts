import type { Summary } from '../../experiment/summary.js';
import { verdictSentence } from '../../experiment/verdict-words.js';
import type { Style } from '../render/style.js';
import { table } from '../render/table.js';

/** What an experiment shows by the work that applications told; no line where none told any. */
export function toldLines({ experiment, told: { units, more } }: Summary, style: Style): string[] {
  if (units.length === 0) return [];
  const { a, b } = experiment;
  const joules = (each: number | null): string => (each === null ? '–' : each.toPrecision(4));
  return [
    '',
    'by what applications told, each unit for itself:',
    ...table(
      [
        { title: 'J/UNIT' },
        { title: a, align: 'right' },
        { title: b, align: 'right' },
        { title: 'PAIRS', align: 'right' },
      ],
      units.map(unit => [unit.unit, joules(unit.a), joules(unit.b), `${unit.verdict.blocks}`]),
      style,
    ),
    ...units.map(({ unit, verdict }) => `${unit}: ${verdictSentence(experiment, verdict, `for as many ${unit}`)}`),
    ...(more ? ['applications told of more units: these are not counted'] : []),
  ];
}
