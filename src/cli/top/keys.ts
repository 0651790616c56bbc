export type Key =
  | 'quit'
  | 'pause'
  | 'suspend'
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'first'
  | 'last'
  | 'tasks'
  | 'sort'
  | 'by'
  | 'help'
  | 'profile'
  | 'override'
  | 'clear'
  | 'enter'
  | 'escape'
  | 'left'
  | 'right'
  | { readonly digit: number };

const known: readonly (readonly [string, Key])[] = [
  ['\u001b[5~', 'page-up'],
  ['\u001b[6~', 'page-down'],
  ['\u001b[A', 'up'],
  ['\u001bOA', 'up'],
  ['\u001b[B', 'down'],
  ['\u001bOB', 'down'],
  ['\u001b[C', 'right'],
  ['\u001bOC', 'right'],
  ['\u001b[D', 'left'],
  ['\u001bOD', 'left'],
  ['\u001b[H', 'first'],
  ['\u001b[F', 'last'],
  ['\u0003', 'quit'],
  ['\u001a', 'suspend'],
  ['q', 'quit'],
  ['Q', 'quit'],
  ['p', 'pause'],
  [' ', 'pause'],
  ['k', 'up'],
  ['j', 'down'],
  ['g', 'first'],
  ['G', 'last'],
  ['t', 'tasks'],
  ['s', 'sort'],
  ['b', 'by'],
  ['?', 'help'],
  ['h', 'help'],
  ['f', 'profile'],
  ['o', 'override'],
  ['c', 'clear'],
  ['\r', 'enter'],
  ['\n', 'enter'],
  ...[1, 2, 3].map(digit => [`${digit}`, { digit }] as const),
];

/** The keys in what a raw terminal sent, which may be several at once; unknown ones are left out whole. */
export function keysIn(text: string): Key[] {
  // Alone it is the key; before anything else it begins a sequence.
  if (text === '\u001b') return ['escape'];
  const keys: Key[] = [];
  let rest = text;
  while (rest !== '') {
    const found = known.find(([sequence]) => rest.startsWith(sequence));
    if (found !== undefined) keys.push(found[1]);
    rest = rest.slice(found?.[0].length ?? unknownLength(rest));
  }
  return keys;
}

/** An unknown escape sequence ends at its final letter; its letters must not count as keys. */
function unknownLength(text: string): number {
  if (!text.startsWith('\u001b')) return 1;
  return 1 + (/^[[O][0-9;]*[A-Za-z~]?/.exec(text.slice(1))?.[0].length ?? 0);
}
