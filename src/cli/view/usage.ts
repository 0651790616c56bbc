import { plus } from '../../journal/usage/largest.js';
import { energy, span } from '../../model/format.js';
import type { Usage, UserUse } from '../../report/usage.js';
import { userOf } from '../../report/way.js';
import type { WorkDone } from '../../report/work.js';
import { bar } from '../render/bar.js';
import type { Style } from '../render/style.js';
import { type Cell, table } from '../render/table.js';
import { dateTime, percent } from '../render/units.js';

const mostListed = 20;
const barWidth = 12;
const nameWidth = 34;

/** Rows of a table of users for people: the largest, all others as one, and idle. */
export function usageRows({ users, others, idle }: Usage): readonly (readonly [string, ...string[]])[] {
  const listed = users.slice(0, mostListed);
  const rest = together([...users.slice(mostListed), ...(others === null ? [] : [others])]);
  const cells = ({ joules, share, cpuSeconds }: Omit<UserUse, 'name'>): string[] => [
    joules === null ? '–' : energy(joules),
    percent(share),
    span(cpuSeconds * 1000),
  ];
  return [
    ...listed.map((user): [string, ...string[]] => [user.name, ...cells(user)]),
    ...(rest === undefined ? [] : [['others', ...cells(rest)] as [string, ...string[]]]),
    ['idle', idle.joules === null ? '–' : energy(idle.joules), percent(idle.share), ''],
  ];
}

export const usageHeadings = ({ by }: Usage): readonly string[] => [
  'energy',
  'share',
  by === 'gpu' ? 'GPU time' : 'CPU time',
];

/** The same in a terminal, or why there is nothing. */
export function usageLines(usage: Usage | null, style: Style): string[] {
  if (usage === null) return [];
  if (usage.nothing !== null) return [nothingSentence(usage)];
  const most = Math.max(...usage.users.map(u => u.share ?? 0));
  const shares = usage.users.slice(0, mostListed).map(u => u.share ?? 0);
  const rows = usageRows(usage).map(([name, ...cells], i): Cell[] => [
    shortened(name),
    ...cells,
    i < shares.length ? bar(most > 0 ? (shares[i] ?? 0) / most : 0, barWidth, 'accent', style) : '',
  ]);
  const head = usageHeadings(usage).map(heading => ({ title: heading.toUpperCase(), align: 'right' as const }));
  return [
    ...table([{ title: userOf(usage.by).toUpperCase() }, ...head, { title: '' }], rows, style),
    '',
    `recorded for ${span(usage.recordedSeconds * 1000)}; ${sharesOf(usage)}`,
  ];
}

/** Why nobody is listed, in one sentence. */
export function nothingSentence({ by, nothing }: Usage): string {
  const nobody = `nothing was recorded by ${by} in that time`;
  if (nothing?.kept != null)
    return `${nobody}; the journal has some from ${dateTime(nothing.kept.from)} to ${dateTime(nothing.kept.until)}`;
  const where = by === 'gpu' ? 'nvidia-smi tells processes and BPF counts tasks' : 'BPF counts tasks';
  const why = nothing?.why ?? `the daemon records it where ${where}, and latticectl doctor says what is missing here`;
  return `${nobody}, nor at any other: ${why}`;
}

/** What applications did and what each unit took, a line each, as the account has them. */
export const workLines = (work: readonly WorkDone[]): string[] =>
  work.map(({ name, unit, units, joulesPerUnit, of }) => {
    const whose = of === 'package' ? ', by the active energy of the whole package' : '';
    const each = joulesPerUnit === null ? 'energy not measured' : `${joulesPerUnit.toPrecision(3)} J each${whose}`;
    return `work       ${name}: ${Number(units.toFixed(1))} ${unit}, ${each}`;
  });

const sharesOf = ({ by, joules }: Usage): string => {
  if (by === 'gpu') return 'shares of the GPUs’ energy';
  return joules === null ? 'no package energy is measured: shares of CPU time' : 'shares of the packages’ energy';
};

/** What tells two paths apart is mostly at their ends. */
const shortened = (name: string): string =>
  [...name].length > nameWidth ? `…${[...name].slice(1 - nameWidth).join('')}` : name;

function together(uses: readonly Omit<UserUse, 'name'>[]): Omit<UserUse, 'name'> | undefined {
  if (uses.length === 0) return undefined;
  return {
    joules: uses.map(u => u.joules).reduce(plus, null),
    share: uses.map(u => u.share).reduce(plus, null),
    cpuSeconds: uses.reduce((a, u) => a + u.cpuSeconds, 0),
  };
}
