import type { KeptIncident } from '../../daemon/flight/incidents.js';
import type { Decided } from '../../engine/replay/notes.js';
import type { Replay } from '../../engine/replay/player.js';
import { span } from '../../model/format.js';
import type { Style } from '../render/style.js';
import { type Cell, table } from '../render/table.js';
import { clock, dateTime, frequencyRange } from '../render/units.js';
import { banner } from './banner.js';
import { boundBy } from './phrases.js';

const incidentHead = [{ title: '#', align: 'right' }, { title: 'TIME' }, { title: 'KIND' }, { title: 'WHAT' }] as const;

export function incidentLines(kept: readonly KeptIncident[], style: Style): string[] {
  const rows = kept.map((k): Cell[] => [String(k.number), dateTime(k.at), k.kind, k.what]);
  return table(incidentHead, rows, style);
}

const head = [
  { title: 'TIME' },
  { title: 'SCOPE' },
  { title: 'RECORDED' },
  { title: 'BOUND BY' },
  { title: 'OTHERWISE' },
  { title: 'BOUND BY' },
  { title: 'TICKS', align: 'right' },
] as const;

/** Where the decisions differ, the first `limit` of them. */
export function replayLines(played: Replay, governor: string | null, limit: number, style: Style): string[] {
  const { incident, machine, simulated, from, until, samples, learned, differing, differences } = played;
  const by = governor ?? 'the rules of this version';
  const cause = incident === null ? [] : [`incident at ${dateTime(incident.at)}: ${incident.kind}, ${incident.what}`];
  const rows = differences
    .slice(0, limit)
    .map((d): Cell[] => [
      clock(d.from),
      d.scope,
      limitsOf(d.recorded),
      d.recorded === null ? '–' : boundBy(d.recorded.reasons),
      limitsOf(d.otherwise),
      d.otherwise === null ? '–' : boundBy(d.otherwise.reasons),
      String(d.ticks),
    ]);
  return [
    ...banner({ simulated, machine }, style),
    ...cause,
    `${samples} samples in ${span(until - from)} from ${dateTime(from)}, replayed by ${by}`,
    ...(learned
      ? []
      : ['what the rules had learned was recorded by another version or build: they begin anew, and differ at first']),
    ...(differences.length === 0
      ? ['every decision is the same']
      : [`${differing} samples at which something is decided otherwise:`, ...table(head, rows, style)]),
    ...(differences.length > limit ? [`${differences.length - limit} more: --limit, or --json for all`] : []),
  ];
}

function limitsOf(decided: Decided | null): string {
  if (decided === null) return '–';
  const { max_freq: max, min_freq: min, epp, max_clock: clockMax } = decided.limits;
  const number = (value: string | number | undefined): number | null => (typeof value === 'number' ? value : null);
  const range = frequencyRange({ min: number(min), max: number(max ?? clockMax) });
  return epp === undefined ? range : `${range} ${epp}`;
}
