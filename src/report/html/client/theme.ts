/// <reference lib="dom" />
/** Light or dark, by the system's choice or the reader's. */

const root = document.documentElement;

/** Okabe and Ito's colours, which colour-blind people can tell apart, in versions for a light and a dark background; the accent first. */
const lightLines = ['#0b6394', '#b34a00', '#007a5a', '#8a3f78'];
const darkLines = ['#62b8e8', '#e69f00', '#2fc79a', '#d98cc0'];

export const isDark = (): boolean => getComputedStyle(root).colorScheme === 'dark';
export const lineColours = (): readonly string[] => (isDark() ? darkLines : lightLines);
export const colourOf = (name: string): string => getComputedStyle(root).getPropertyValue(name).trim();

/** `changed` is called when colours are others. */
export function followTheme(button: HTMLElement, changed: () => void): void {
  const told = (): void => button.setAttribute('aria-pressed', String(isDark()));
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    told();
    changed();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    told();
    changed();
  });
  told();
}
