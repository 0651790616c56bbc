import { escapeHtml } from './escape.js';

/** A row of a table: its cells, and a share that is drawn as a bar below the first one. */
export interface Row {
  readonly cells: readonly string[];
  readonly share?: number | undefined;
}

/** A table in a card of its own; nothing where it has no row. What a narrow screen has no room for is reached by moving it. */
export function tableCard(title: string, head: readonly string[], rows: readonly Row[], name = ''): string {
  if (rows.length === 0) return '';
  const heads = head.map(h => `<th scope="col">${escapeHtml(h)}</th>`).join('');
  return `<section class="card ${name}"><h2>${escapeHtml(title)}</h2>
<div class="moves" tabindex="0" role="region" aria-label="${escapeHtml(title)}"><table><thead><tr>${heads}</tr></thead><tbody>
${rows.map(lineOf).join('\n')}
</tbody></table></div></section>`;
}

function lineOf({ cells: [first = '', ...cells], share }: Row): string {
  const bar =
    share === undefined
      ? ''
      : `<span class="track"><span class="bar" style="width:${(100 * Math.min(1, Math.max(0, share))).toFixed(1)}%"></span></span>`;
  return `<tr><th scope="row"><span class="name">${escapeHtml(first)}</span>${bar}</th>${cells.map(c => `<td>${escapeHtml(c)}</td>`).join('')}</tr>`;
}
