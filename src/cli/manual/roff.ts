/** Text as roff takes it: nothing in it is a request or an escape. */
export function text(plain: string): string {
  const escaped = plain
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll(/`([^`]+)`/g, '\\fB$1\\fR');
  return escaped.replaceAll(/^(?=[.'])/gm, '\\&');
}

/** An argument of a macro. */
const quoted = (plain: string): string => `"${text(plain).replaceAll('"', '\\(dq')}"`;

export const heading = (name: string): string => `.SH ${quoted(name)}`;
export const subheading = (name: string): string => `.SS ${quoted(name)}`;
export const paragraph = (plain: string): string[] => ['.PP', text(plain)];
/** A term in bold with what there is to say of it. */
export const item = (term: string, ...lines: readonly string[]): string[] => [
  '.TP',
  // As an argument of .B it would lose its quotation marks.
  `\\fB${text(term)}\\fR`,
  ...lines.flatMap((line, i) => (i === 0 ? [text(line)] : ['.br', text(line)])),
];
/** Lines that stay as they are. */
export const literal = (lines: readonly string[]): string[] => ['.PP', '.nf', '.RS', ...lines.map(text), '.RE', '.fi'];

export interface Page {
  readonly name: string;
  readonly section: 1 | 5 | 8;
  readonly summary: string;
  readonly version: string;
  readonly body: readonly string[];
  readonly seeAlso: readonly string[];
}

/** A manual page in the order that man-pages(7) asks for. */
export function page({ name, section, summary, version, body, seeAlso }: Page): string {
  const also = seeAlso.map(each => each.replace(/^(.*)\((\d)\)$/, '.BR $1 ($2)'));
  return `${[
    `.TH ${quoted(name.toUpperCase())} ${section} "" ${quoted(`Lattice ${version}`)}`,
    heading('NAME'),
    `${text(name)} \\- ${text(summary)}`,
    ...body,
    heading('SEE ALSO'),
    ...also.map((line, i) => (i < also.length - 1 ? `${line} ,` : line).replace(/\) ,$/, '),')),
  ].join('\n')}\n`;
}
