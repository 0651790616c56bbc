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
  | 'by';

const known: readonly (readonly [string, Key])[] = [
  ['\u001b[5~', 'page-up'],
  ['\u001b[6~', 'page-down'],
  ['\u001b[A', 'up'],
  ['\u001bOA', 'up'],
  ['\u001b[B', 'down'],
  ['\u001bOB', 'down'],
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
];

/** The keys in what a raw terminal sent, which may be several at once; unknown ones are left out whole. */
export function keysIn(text: string): Key[] {
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
