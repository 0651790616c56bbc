/** The bench's figures as Markdown, for bench/RIG-RESULTS.md. */
import { cpuLoads, type LoadName } from '../../src/machine/simulated/loads/loads.js';
import { budget, missable } from '../governors/promise/promise.js';
import { drivers, ours } from './contenders.js';
import type { Row, Table } from './table.js';
import { verdicts } from './verdicts.js';

export interface RigBench {
  readonly seeds: string;
  readonly scale: number;
  readonly kernel: string;
  readonly tables: readonly Table[];
  /** Runs that the host disturbed, despite repetition. */
  readonly spoiled: readonly string[];
}

const percent = (share: number): string => (share * 100).toFixed(1);

export function report({ seeds, scale, kernel, tables, spoiled }: RigBench): string {
  return [
    '# Governors on the virtual laptop',
    '',
    `A real kernel (${kernel}) in an emulated machine; energy, temperature and counters are those of simulated hardware (test/rig/README.md). Loads are those`,
    'of the simulated machines, job by job, and feel the clock. What the daemon itself uses is left out: it runs on the other CPU, and emulation makes it',
    'dear. Nothing here was measured on hardware.',
    '',
    `Printed by \`npm run bench:rig\`, seeds ${seeds}${scale === 1 ? '' : `, runs ${scale} times as long`}, one boot for each driver; every run begins cold, latticed's with a daemon that knows nothing yet,`,
    'and is scored after ten seconds. Each cell: energy against `performance` in %, then the loss of quality in % (deadlines missed; the worse of mean and',
    `p99 response over that of \`performance\`; longer makespan). Bold: a loss beyond ${percent(budget)} % (deadlines: ${percent(missable)} %).`,
    ...tables.flatMap(table => [
      '',
      `## ${drivers[table.driver].title}`,
      '',
      ...grid(table, cell),
      '',
      'Mean clock while busy, GHz, and the share of the time in % that host or emulator kept the CPU from running, as far as the load could tell:',
      '',
      ...grid(table, row => `${row.clock.toFixed(2)} / ${percent(row.disturbed)}`),
      '',
      ...held(table),
      'Bars:',
      '',
      ...verdicts(table).map(({ bar, figure, kept }) => `- ${bar}: ${figure}, ${kept ? 'kept' : 'MISSED'}`),
    ]),
    ...(spoiled.length === 0
      ? []
      : [
          '',
          'Disturbed by the host, so that `performance` missed deadlines it could have kept:',
          '',
          ...spoiled.map(s => `- ${s}`),
        ]),
    '',
  ].join('\n');
}

function grid({ rows }: Table, cellOf: (row: Row, load: LoadName) => string): string[] {
  const loads = [...rows.keys()];
  const governors = [...new Set([...rows.values()].flatMap(list => list.map(r => r.governor)))];
  const at = (load: LoadName, governor: string): string => {
    const row = rows.get(load)?.find(r => r.governor === governor);
    return row === undefined ? '' : cellOf(row, load);
  };
  return [
    `| governor | ${loads.join(' | ')} |`,
    `| --- |${' --- |'.repeat(loads.length)}`,
    ...governors.map(g => `| ${g} | ${loads.map(load => at(load, g)).join(' | ')} |`),
  ];
}

/** The explanation of our rows. */
function held({ rows }: Table): string[] {
  const lines = [...rows].flatMap(([load, list]) => {
    const rules = Object.entries(list.find(r => r.governor === ours)?.rules ?? {}).toSorted(([, a], [, b]) => b - a);
    return rules.length === 0
      ? []
      : [`- ${load}: ${rules.map(([name, share]) => `${name} ${percent(share)}`).join(', ')}`];
  });
  if (lines.length === 0) return [];
  return [
    'Rules that bound the clock under latticed, % of the daemon’s time, its start and the lead-in included:',
    '',
    ...lines,
    '',
  ];
}

function cell({ energy, loss }: Row, load: LoadName): string {
  const most = cpuLoads[load].qos === 'deadline' ? missable : budget;
  const figure = percent(loss.mean);
  return `${percent(energy.mean)} / ${loss.mean <= most ? figure : `**${figure}**`}`;
}
