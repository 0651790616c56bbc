import type { PolicyStatus } from '../../control/protocol/status.js';
import { inShort } from '../../governor/explain/explain.js';
import { readFirst } from '../../governor/explain/summary.js';
import type { KindOf } from '../../web/told/clocks.js';
import { rangeBar } from '../render/bar.js';
import type { Style, Tone } from '../render/style.js';
import { cut, pad, wrapped } from '../render/text.js';
import { frequency, percent } from '../render/units.js';
import { foremost } from '../view/phrases.js';
import { startWords } from '../view/promise.js';

/** Widths of the columns; what the terminal has beyond 80 goes to the bar and the reason. */
interface Layout {
  readonly name: number;
  readonly bar: number;
  readonly now: number;
  readonly busy: number;
  readonly setting: number;
  readonly reason: number;
}

const gap = '  ';
const wideFrom = 100;
/** Narrower than these, a column gives way to the bar. */
const settingFrom = 76;
const reasonFrom = 56;

/** A column of width 0 is left out. */
function layout(
  policies: readonly PolicyStatus[],
  nameOf: (policy: PolicyStatus) => string,
  width: number,
  reasonInWords: boolean,
): Layout {
  const wide = width >= wideFrom;
  const longest = Math.max(3, ...policies.map(p => setting(p).length));
  const fixed = {
    name: Math.max(6, ...policies.map(p => nameOf(p).length)),
    now: 8,
    busy: 5,
    setting: width < settingFrom ? 0 : Math.min(longest, wide ? 19 : 13),
  };
  const shown = Object.values(fixed).filter(column => column > 0);
  const gaps = 1 + gap.length * (shown.length + (width < reasonFrom ? 0 : 1));
  const rest = Math.max(4, width - gaps - shown.reduce((sum, column) => sum + column, 0));
  const words = wide && reasonInWords;
  const reason = width < reasonFrom ? 0 : words ? Math.floor(rest * 0.45) : Math.min(12, Math.floor(rest / 2));
  return { ...fixed, reason, bar: rest - reason };
}

/** What firmware or governor was set to: EPP where there is one. */
const setting = (p: PolicyStatus): string => p.epp ?? p.governor ?? '–';

/** The table's head and, for each policy, its line and why under it in at most `sentenceLines` further ones. */
export function policyLines(
  all: readonly PolicyStatus[],
  shown: readonly PolicyStatus[],
  sentenceLines: number,
  kindOf: KindOf,
  width: number,
  style: Style,
): string[] {
  const names = namesOf(all, kindOf);
  const nameOf = ({ scope }: PolicyStatus): string => names.get(scope) ?? scope;
  const columns = layout(all, nameOf, width, sentenceLines === 0);
  const title = all.some(p => p.epp !== null) ? 'EPP' : 'GOVERNOR';
  const head = row(columns, ['POLICY', cut('FREQUENCY, LIMITS', columns.bar), 'NOW', 'BUSY', title, 'BOUND BY']);
  return [
    style.paint('dim', head.trimEnd()),
    ...shown.flatMap(p => [policyLine(p, nameOf(p), columns, style), ...why(p, columns, sentenceLines, width, style)]),
  ];
}

/** A domain with its kind of core, where the machine has several: `policy0 P`. */
function namesOf(all: readonly PolicyStatus[], kindOf: KindOf): Map<string, string> {
  const several = new Set(all.map(p => kindOf(p.scope))).size > 1;
  return new Map(
    all.map(({ scope }) => [scope, several ? `${scope} ${kindOf(scope).replace(/-cores$/, '')}` : scope] as const),
  );
}

type Cells = readonly [string, string, string, string, string, string];

function row(w: Layout, [name, bar, now, busy, setting, reason]: Cells): string {
  const cells = [pad(name, w.name), pad(bar, w.bar), pad(now, w.now, 'right'), pad(busy, w.busy, 'right')];
  if (w.setting > 0) cells.push(pad(setting, w.setting));
  if (w.reason > 0) cells.push(reason);
  return ` ${cells.join(gap)}`;
}

function policyLine(p: PolicyStatus, name: string, w: Layout, style: Style): string {
  const range = rangeBar({ hardware: p.hardware, limits: p.limits, now: p.frequency }, w.bar, style);
  const now = p.online ? frequency(p.frequency) : 'offline';
  return row(w, [
    name,
    p.online ? range : style.paint('dim', '·'.repeat(w.bar)),
    style.paint('strong', now),
    style.paint(busyTone(p.busy), percent(p.busy)),
    cut(setting(p), w.setting),
    style.paint(reasonTone(p), cut(reason(p, w.reason), w.reason)),
  ]);
}

/** Where there is room and no sentence below, how work starts or the reason in words; else the rule's name. */
function reason(p: PolicyStatus, room: number): string {
  const first = foremost(p.reasons);
  if (first === undefined) return 'nothing';
  return room < 24 ? first.rule : (startWords(p) ?? inShort(first));
}

/** Why, in as many lines as there are. */
function why(policy: PolicyStatus, w: Layout, lines: number, width: number, style: Style): string[] {
  const indent = w.name + 3;
  return wrapped(readFirst(policy), width - indent, lines).map(
    line => `${' '.repeat(indent)}${style.paint('dim', line)}`,
  );
}

const busyTone = (busy: number | null): Tone => (busy === null || busy < 0.9 ? 'plain' : 'strong');
const reasonTone = (p: PolicyStatus): Tone => (foremost(p.reasons)?.priority === 'safety' ? 'bad' : 'plain');
