import type { ControlStatus, Status } from '../../control/protocol/status.js';
import { helperPath } from '../../machine/linux/helper/helper-path.js';
import type { Leftovers } from '../leftovers.js';
import type { Style, Tone } from '../render/style.js';
import { type Cell, table } from '../render/table.js';
import { controlValue, counted } from '../render/units.js';

const tones: Readonly<Record<ControlStatus['state'], Tone>> = {
  held: 'good',
  observed: 'dim',
  clamped: 'warn',
  refused: 'bad',
  ceded: 'warn',
  pending: 'dim',
  unknown: 'bad',
};

/** Each control that the daemon wants to own: what it wants and what the kernel says. */
export function heldLines({ controls, mode, journal }: Status, style: Style): string[] {
  const head = [{ title: 'CONTROL' }, { title: 'STATE' }, { title: 'WANTED' }, { title: 'READS' }, { title: 'WHY' }];
  const rows = controls.map((c): Cell[] => [
    c.name,
    { text: c.state, tone: tones[c.state] },
    controlValue(c.wanted, c.unit),
    controlValue(c.readback, c.unit),
    c.why ?? '',
  ]);
  const lost = controls.filter(c => c.state !== 'held' && c.state !== 'observed').length;
  const verdict =
    mode === 'observe'
      ? 'The daemon only observes: nothing is written, and nothing has to agree.'
      : lost === 0
        ? style.paint('good', `The kernel has what the daemon wants, ${counted(controls.length, 'control')}.`)
        : style.paint('bad', `${counted(lost, 'control')} of ${controls.length} not held.`);
  return [
    ...(controls.length === 0 ? ['no control to hold'] : table(head, rows, style)),
    '',
    verdict,
    ...(journal.failure === undefined ? [] : [style.paint('bad', `The journal is not written: ${journal.failure}`)]),
  ];
}

/** What a dead daemon has left, and whether its journal is sound. */
export function leftLines(
  { controls, kept, unknown }: Leftovers,
  journal: { readonly path: string; readonly problems: readonly string[] } | null,
  style: Style,
): string[] {
  const left = controls.map(c => {
    const was = c.baseline === 'unlimited' ? 'unlimited' : controlValue(c.baseline, c.unit);
    return style.paint(
      'bad',
      `${c.name} reads ${controlValue(c.value, c.unit)}, and was ${was} before latticed changed it`,
    );
  });
  const directories = [...new Set(controls.map(c => c.directory))];
  return [
    'no latticed running',
    ...left,
    ...directories.map(d =>
      style.paint('accent', `→ put it back with \`sudo ${helperPath()} --restore --runtime-dir ${d}\``),
    ),
    ...unknown.map(text => style.paint('warn', text)),
    ...(left.length + unknown.length === 0 ? [style.paint('good', 'Nothing was left changed.')] : []),
    ...kept.map(
      c =>
        `${c.name} reads ${controlValue(c.value, c.unit)} and stays so, as it is configured; it was ${controlValue(c.baseline, c.unit)} before`,
    ),
    ...[...new Set(kept.map(c => c.directory))].map(
      d =>
        `→ \`sudo systemctl stop lattice-helper\`, then \`sudo ${helperPath()} --restore-kept --runtime-dir ${d}\` puts that back too`,
    ),
    ...journalLines(journal, style),
  ];
}

function journalLines(
  journal: { readonly path: string; readonly problems: readonly string[] } | null,
  style: Style,
): string[] {
  if (journal === null) return ['no journal'];
  if (journal.problems.length === 0) return [style.paint('good', `The journal ${journal.path} is sound.`)];
  return journal.problems.map(problem => style.paint('bad', `The journal ${journal.path} is damaged: ${problem}`));
}
