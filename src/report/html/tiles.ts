import { escapeHtml } from './escape.js';

/** One figure that is read at a glance. */
export interface Tile {
  readonly name: string;
  readonly figure: string;
  /** What the figure rests on, in small letters. */
  readonly notes: readonly string[];
  /** How sure it is. */
  readonly tag?: string;
  /** Whether its notes are sentences, and need room. */
  readonly wide?: boolean;
}

export const tilesOf = (tiles: readonly Tile[]): string =>
  `<section class="tiles" aria-label="In all">${tiles.map(tileOf).join('')}</section>`;

const tileOf = ({ name, figure, notes, tag, wide = false }: Tile): string => `
<div class="tile${wide ? ' wide' : ''}"><h3>${escapeHtml(name)}</h3><p class="figure">${escapeHtml(figure)}</p>${tag === undefined ? '' : `<p class="tag">${escapeHtml(tag)}</p>`}${notes.map(note => `<p class="note">${escapeHtml(note)}</p>`).join('')}</div>`;
