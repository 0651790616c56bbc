import { type Meter, mayCount } from '../../model/meters.js';
import type { Line, Pane } from './chart-data.js';

const mostLines = 8;

/** With the counters that make the total added up, and no more lines than can be told apart. */
export function shownPane(pane: Pane, meter: Meter | undefined): Pane {
  const { lines } = pane;
  const counted = pane.unit === 'W' ? lines.filter(line => meter?.domains.includes(line.name)) : [];
  // What is metered beside the total is inside of it.
  const others = lines.filter(({ name }) => counted.length === 0 || !mayCount(name)).map(named);
  const total = counted.length < 2 ? counted : [{ name: meter?.what ?? '', values: added(counted) }];
  return { ...pane, lines: [...total, ...others].slice(0, mostLines) };
}

const named = (line: Line): Line => (line.name === 'battery.out' ? { ...line, name: 'battery' } : line);

const added = (lines: readonly Line[]): (number | null)[] =>
  (lines[0]?.values ?? []).map((_, i) =>
    lines.reduce<number | null>((sum, { values }) => {
      const value = values[i] ?? null;
      return value === null ? sum : (sum ?? 0) + value;
    }, null),
  );
