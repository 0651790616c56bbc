import { styleText } from 'node:util';
import { asciiOnly } from './ascii.js';

/** What a piece of text means. Only this file decides how that looks. */
export type Tone = 'plain' | 'strong' | 'dim' | 'good' | 'warn' | 'bad' | 'accent' | 'simulated' | 'title';

/** How text is written for one reader. */
export interface Style {
  /** Columns; Infinity when the output is no terminal, so that nothing is cut in a pipe. */
  readonly width: number;
  paint(tone: Tone, text: string): string;
  /** Replaces what the reader's terminal can't show; each character by one. */
  legible(text: string): string;
}

type Format = Parameters<typeof styleText>[0];

const formats: Readonly<Record<Exclude<Tone, 'plain'>, Format>> = {
  strong: 'bold',
  dim: 'gray',
  good: 'green',
  warn: 'yellow',
  bad: 'red',
  accent: 'cyan',
  simulated: ['bold', 'inverse', 'magenta'],
  title: ['bold', 'inverse'],
};

/** No colour, no limit, every character: for pipes, and for comparing. */
export const plainStyle: Style = {
  width: Number.POSITIVE_INFINITY,
  paint: (_tone, text) => text,
  legible: text => text,
};

/** The style that suits a stream: colours on a terminal that has them (NO_COLOR says it has none), Unicode where the locale is UTF-8. */
export function styleFor(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Style {
  const colours = stream.isTTY === true && (env.NO_COLOR ?? '') === '' && stream.hasColors();
  return {
    width: stream.isTTY === true ? stream.columns : Number.POSITIVE_INFINITY,
    paint: (tone, text) => (colours && tone !== 'plain' && text !== '' ? styleText(formats[tone], text) : text),
    legible: isUtf8(env) ? text => text : asciiOnly,
  };
}

/** POSIX: LC_ALL beats LC_CTYPE beats LANG, and an empty one counts as unset. */
export function isUtf8({ LC_ALL, LC_CTYPE, LANG }: NodeJS.ProcessEnv): boolean {
  return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '');
}
