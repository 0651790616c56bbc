import { areas, type Finding, type Level } from '../doctor/finding.js';
import type { Style, Tone } from '../render/style.js';
import { columns, pad, wrap } from '../render/text.js';
import { counted } from '../render/units.js';

const marks: Readonly<Record<Level, readonly [Tone, string]>> = {
  ok: ['good', '✓'],
  note: ['warn', '·'],
  broken: ['bad', '✗'],
};

/** All findings on one screen, by area, each with what to do under it. */
export function doctorLines(findings: readonly Finding[], style: Style): string[] {
  const widest = Math.max(...findings.map(f => columns(f.name)));
  const lines = areas.flatMap(area => {
    const own = findings.filter(f => f.area === area);
    return own.length === 0 ? [] : [style.paint('strong', area), ...own.flatMap(f => findingLines(f, widest, style))];
  });
  return [...lines, '', verdict(findings, style)];
}

function findingLines({ name, level, text, advice }: Finding, widest: number, style: Style): string[] {
  const [tone, mark] = marks[level];
  const indent = ' '.repeat(widest + 6);
  const room = style.width - indent.length;
  const lines = wrap(text, room).map((line, i) => (i === 0 ? line : indent + line));
  const head = `  ${style.paint(tone, mark)} ${pad(name, widest)}  ${lines.join('\n')}`;
  const todo = advice === null ? [] : wrap(`→ ${advice}`, room).map(line => indent + style.paint('accent', line));
  return [...head.split('\n'), ...todo];
}

function verdict(findings: readonly Finding[], style: Style): string {
  const broken = findings.filter(f => f.level === 'broken').length;
  // What would only be better is no fault, but it is something to do.
  const better = findings.filter(f => f.level === 'note' && f.advice !== null).length;
  const also = better === 0 ? '' : `${counted(better, 'thing')} could be better (→ above)`;
  if (broken > 0)
    return style.paint(
      'bad',
      `${[`${counted(broken, 'thing needs', 'things need')} doing (✗ above)`, also].filter(Boolean).join('; ')}.`,
    );
  return style.paint('good', also === '' ? 'Nothing needs doing.' : `Nothing is broken; ${also}.`);
}
