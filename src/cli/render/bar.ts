import type { Style, Tone } from './style.js';

/** How full something is: `share` of `width` columns filled. */
export function bar(share: number, width: number, tone: Tone, style: Style): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * width);
  return style.paint(tone, '█'.repeat(full)) + style.paint('dim', '░'.repeat(width - full));
}

/** What a range bar shows; kHz or any one unit. */
export interface Range {
  readonly hardware: { readonly min: number; readonly max: number };
  readonly limits: { readonly min: number | null; readonly max: number | null };
  readonly now: number | null;
}

/** The hardware's range as a line: limits as brackets where they stand in it, `●` where the value is now. */
export function rangeBar({ hardware, limits, now }: Range, width: number, style: Style): string {
  const last = width - 1;
  const spread = hardware.max - hardware.min;
  const place = (value: number): number =>
    spread <= 0 ? last : Math.round(Math.min(1, Math.max(0, (value - hardware.min) / spread)) * last);
  const from = place(limits.min ?? hardware.min);
  // Equal limits still need a column for each bracket.
  const to = Math.max(place(limits.max ?? hardware.max), Math.min(last, from + 1));
  const open = Math.min(from, to - 1);
  // The marker stays beside a bracket it would cover: limits must stay visible.
  const at = now === null ? -1 : inside(place(now), open, to);
  const pieces = Array.from({ length: width }, (_, i): [Tone, string] => {
    if (i === at) return ['strong', '●'];
    if (i === open) return ['accent', '['];
    if (i === to) return ['accent', ']'];
    if (i < open || i > to) return ['dim', '·'];
    return i < at ? ['good', '━'] : ['dim', '─'];
  });
  return paintRuns(pieces, style);
}

function inside(at: number, open: number, close: number): number {
  if (close - open < 2) return at === open || at === close ? -1 : at;
  if (at === open) return open + 1;
  return at === close ? close - 1 : at;
}

/** Neighbours of one tone are painted together: fewer bytes for the terminal. */
function paintRuns(pieces: readonly (readonly [Tone, string])[], style: Style): string {
  let painted = '';
  let run = '';
  let tone: Tone = 'plain';
  for (const [next, text] of pieces) {
    if (next !== tone && run !== '') {
      painted += style.paint(tone, run);
      run = '';
    }
    tone = next;
    run += text;
  }
  return painted + style.paint(tone, run);
}
