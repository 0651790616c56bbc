/// <reference lib="dom" />
import { movingCharacters } from '../../../model/moving-characters.js';

/** Text only: what hardware, files and people name never becomes markup. */

const longestShown = 600;

export const harmlessText = (text: string): string =>
  (text.length > longestShown ? `${text.slice(0, longestShown)}…` : text).replace(movingCharacters, '?');

export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`no element ${id}`);
  return found;
}

/** Sets a text; a screen reader is told of changes alone. */
export function write(where: string | HTMLElement, text: string): void {
  const element = typeof where === 'string' ? byId(where) : where;
  const safe = harmlessText(text);
  if (element.textContent !== safe) element.textContent = safe;
}

/** A new element with a class and text or children. */
export function make(tag: string, kind = '', content: string | readonly HTMLElement[] = []): HTMLElement {
  const element = document.createElement(tag);
  if (kind !== '') element.className = kind;
  if (typeof content === 'string') element.textContent = harmlessText(content);
  else element.append(...content);
  return element;
}

const drawn = new Map<string, string>();

/** Draws an element's children anew if what they show has changed: focus and selection stay where nothing did. */
export function fill(id: string, shown: unknown, children: () => readonly HTMLElement[]): void {
  const now = JSON.stringify(shown);
  if (drawn.get(id) === now) return;
  drawn.set(id, now);
  byId(id).replaceChildren(...children());
}
