import { type TreeArgument, type TreeCommand, type TreeOption, walk } from '../command-tree.js';
import { heading, item, paragraph, subheading, text } from './roff.js';

/** SYNOPSIS, COMMANDS and OPTIONS of a program. */
export function commandSections(root: TreeCommand): string[] {
  const below = [...walk(root)].filter(([, command]) => command !== root);
  return [
    heading('SYNOPSIS'),
    `.B ${text(root.name)}`,
    text(`[OPTION]...${below.length === 0 ? '' : ' COMMAND [ARGUMENT]...'}`),
    heading('DESCRIPTION'),
    text(root.description),
    ...(below.length === 0
      ? []
      : [heading('COMMANDS'), ...below.flatMap(([path, command]) => described(path, command))]),
    heading('OPTIONS'),
    ...root.options.flatMap(optionItem),
  ];
}

function described(path: readonly string[], { description, args, options, commands }: TreeCommand): string[] {
  if (commands.length > 0 && args.length === 0 && options.length === 0) return [];
  const own = options.filter(option => !option.flags.includes('--help'));
  return [
    subheading([...path, ...args.map(shown)].join(' ')),
    text(sentence(description)),
    ...args.flatMap(a => item(a.name, sentence(a.description) + oneOf(a.choices))),
    ...own.flatMap(optionItem),
  ];
}

const shown = ({ name, required, variadic, choices }: TreeArgument): string => {
  const word = `${choices.length > 0 ? choices.join('|') : name.toUpperCase()}${variadic ? '...' : ''}`;
  return required ? word : `[${word}]`;
};

function optionItem({ usage, description, usual, value }: TreeOption): string[] {
  const meaning = `${sentence(description)}${oneOf(value?.choices ?? [])}`;
  return item(usage, usual === undefined ? meaning : `${meaning} Default: ${usual}.`);
}

const oneOf = (choices: readonly string[]): string => (choices.length === 0 ? '' : ` One of ${choices.join(', ')}.`);

/** The words of a help line as a sentence. */
const sentence = (text: string): string =>
  text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;

/** EXIT STATUS from pairs of code and meaning. */
export const exitStatus = (codes: readonly (readonly [string, string])[]): string[] => [
  heading('EXIT STATUS'),
  ...codes.flatMap(([code, meaning]) => item(code, meaning)),
];

/** FILES from pairs of path and meaning. */
export const files = (paths: readonly (readonly [string, string])[]): string[] => [
  heading('FILES'),
  ...paths.flatMap(([path, meaning]) => item(path, meaning)),
];

export const prose = (name: string, ...paragraphs: readonly string[]): string[] => [
  heading(name),
  ...paragraphs.flatMap(paragraph),
];
