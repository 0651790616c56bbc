/** The bars of the virtual laptop, and whether they are kept; all from means over the seeds. */
import { cpuLoads, type LoadName } from '../../src/machine/simulated/loads/loads.js';
import { budget, missable } from '../governors/promise/promise.js';
import { drivers, ours } from './contenders.js';
import { saving } from './plan.js';
import type { Row, Table } from './table.js';

export interface Verdict {
  readonly bar: string;
  readonly figure: string;
  readonly kept: boolean;
}

const leastSaving = 0.1;
/** As a share of the energy of a governor that misses more deadlines. */
const mostExtra = 0.25;

interface Compared {
  readonly load: LoadName;
  readonly row: Row;
  readonly others: readonly Row[];
  /** The result of the driver's own default. */
  readonly usual: Row | undefined;
}

export function verdicts(table: Table): Verdict[] {
  const usually = drivers[table.driver].default;
  const compared = [...table.rows].flatMap(([load, rows]): Compared[] => {
    const row = rows.find(r => r.governor === ours);
    const others = rows.filter(r => r.governor !== ours);
    return row === undefined ? [] : [{ load, row, others, usual: others.find(r => r.governor === usually) }];
  });
  return [
    undominated(compared),
    ...compared.filter(c => saving.includes(c.load)).flatMap(saves),
    ...compared.filter(c => cpuLoads[c.load].qos === 'deadline').flatMap(meets),
  ];
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const against = (row: Row, other: Row): number => (1 + row.energy.mean) / (1 + other.energy.mean) - 1;

function undominated(compared: readonly Compared[]): Verdict {
  const beaten = compared.flatMap(({ load, row, others }) =>
    others
      .filter(o => o.energy.mean < row.energy.mean && o.loss.mean < row.loss.mean)
      .map(o => `${load} by ${o.governor}`),
  );
  return {
    bar: 'no other governor beats us in energy and quality at once',
    figure: beaten.length === 0 ? 'none' : beaten.join(', '),
    kept: beaten.length === 0,
  };
}

function saves({ load, row, usual }: Compared): Verdict[] {
  if (usual === undefined) return [];
  const less = -against(row, usual);
  return [
    {
      bar: `${load}: at least ${percent(leastSaving)} less energy than ${usual.governor} at a loss of at most ${percent(budget)}`,
      figure: `${percent(less)} less at ${percent(row.loss.mean)}`,
      kept: less >= leastSaving && row.loss.mean <= budget,
    },
  ];
}

/** The cost of missing less matters only if the default misses more than is allowed. */
function meets({ load, row, usual }: Compared): Verdict[] {
  if (usual === undefined) return [];
  const more = against(row, usual);
  const costs = usual.loss.mean > missable;
  return [
    {
      bar: `${load}: at most ${percent(missable)} missed${costs ? `, with at most ${percent(mostExtra)} more energy than ${usual.governor}, which misses more` : ''}`,
      figure: `${percent(row.loss.mean)} missed (${usual.governor}: ${percent(usual.loss.mean)}), energy ${percent(more)}`,
      kept: row.loss.mean <= missable && (!costs || more <= mostExtra),
    },
  ];
}
