import { configReference, type Section, type Setting } from './reference.js';

const width = 100;

/** An annotated lattice.toml in which nothing is set: take away a `#` that stands before a key, and it is. */
export function configExample(): string {
  const head = [
    'The configuration of latticed: /etc/lattice/lattice.toml, then /etc/lattice/conf.d/*.toml in the order of their names;',
    'later files win. Everything is optional, and what is commented out here shows its default, or an example where it has none.',
    '`latticectl config check` tells what is wrong; a change is in force a moment after the file is saved.',
  ];
  return `${[...head.map(line => `# ${line}`), '', ...configReference().flatMap(sectionLines)].join('\n').trimEnd()}\n`;
}

function sectionLines({ name, many, description, settings }: Section): string[] {
  const body = settings.flatMap(settingLines);
  if (name === '') return body;
  // A table that may be there several times would be one more with its header.
  const header = many ? `#[[${name}]]` : `[${name}]`;
  return [...comment(description), header, ...body];
}

function settingLines({ key, description, expected, required, usual, example }: Setting): string[] {
  const note = required ? `${expected}; it must be there` : usual === undefined ? `${expected}; no default` : expected;
  return [...comment(`${description} Expected: ${note}.`), `#${key} = ${example}`, ''];
}

function comment(text: string): string[] {
  const lines: string[] = [];
  let line = '#';
  for (const word of text.split(' ')) {
    if (line.length + word.length >= width) {
      lines.push(line);
      line = '#';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
