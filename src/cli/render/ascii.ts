/** One character for one, so that columns stay where they are. */
const replacements: Readonly<Record<string, string>> = {
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '−': '-',
  '…': '~',
  '·': '.',
  '×': 'x',
  '°': ' ',
  ε: 'e',
  λ: 'l',
  φ: 'p',
  '²': '2',
  β: 'b',
  '≤': '<',
  '≥': '>',
  '→': '>',
  '↑': '^',
  '↓': 'v',
  '●': 'o',
  '━': '=',
  '─': '-',
  '█': '#',
  '░': '.',
  '▁': '_',
  '▂': '.',
  '▃': '-',
  '▄': '~',
  '▅': '=',
  '▆': '+',
  '▇': '*',
  '✓': '+',
  '✗': 'x',
};

/** Text for a terminal whose locale is not UTF-8. */
export function asciiOnly(text: string): string {
  return text.replace(/\P{ASCII}/gu, character => replacements[character] ?? '?');
}
