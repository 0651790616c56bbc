/**
 * Parses an rt-app document (doc/tutorial.txt of scheduler-tools/rt-app) as its own tools do:
 *
 * 1. Keys may repeat and are kept in their order; a comma may follow the last entry; a key may have no value.
 * 2. The start of a key names the event (`run`, `run1`, `run2`), which allows repeated events in strict JSON.
 * 3. A task without phases is one phase. `loop` −1 goes on forever. Durations are in µs.
 *
 * Events that touch memory, devices or other processes (mem, iorun, fork, barrier, yield) are refused: no document here has them.
 */
import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';

export type RtEvent =
  | { readonly kind: 'run'; readonly ms: number }
  | { readonly kind: 'runtime'; readonly ms: number }
  | { readonly kind: 'sleep'; readonly ms: number }
  | { readonly kind: 'timer'; readonly on: string; readonly ms: number; readonly absolute: boolean }
  | { readonly kind: 'suspend' | 'resume' | 'lock' | 'unlock' | 'signal' | 'broad'; readonly on: string }
  | { readonly kind: 'wait' | 'sync'; readonly on: string; readonly mutex: string };

export interface RtPhase {
  readonly loop: number;
  readonly events: readonly RtEvent[];
}

export interface RtTask {
  readonly name: string;
  readonly nice: number;
  /** Delay before it begins, ms. */
  readonly delay: number;
  readonly instances: number;
  readonly loop: number;
  readonly phases: readonly RtPhase[];
}

export interface RtDocument {
  readonly tasks: readonly RtTask[];
  /** ms; infinite if the document does not end. */
  readonly duration: number;
}

/** Longer names first if one is a prefix of another. */
const kinds = [
  'lock',
  'unlock',
  'wait',
  'signal',
  'broad',
  'sync',
  'sleep',
  'runtime',
  'run',
  'timer',
  'suspend',
  'resume',
] as const;
const settings =
  /^(priority|policy|loop|phases|cpus|nodes_membind|instance|delay|util_min|util_max|dl-(runtime|period|deadline))$/;

interface Entry {
  readonly key: string;
  readonly value: Node | undefined;
}

/** Throws a SyntaxError that names `path` and what it found. */
export function parseDocument(text: string, path: string): RtDocument {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [error] = errors.filter(e => printParseErrorCode(e.error) !== 'ColonExpected');
  if (root === undefined || error !== undefined)
    throw new SyntaxError(`${path}: offset ${error?.offset ?? 0}: expected an rt-app document`);
  const top = entries(root);
  const duration = number(entries(find(top, 'global')), 'duration', -1);
  return {
    tasks: entries(find(top, 'tasks')).map(t => taskOf(t, path)),
    duration: duration < 0 ? Number.POSITIVE_INFINITY : duration * 1000,
  };
}

function taskOf({ key: name, value }: Entry, path: string): RtTask {
  const own = entries(value);
  const phases = find(own, 'phases');
  const where = `${path}: ${name}`;
  return {
    name,
    nice: number(own, 'priority', 0),
    delay: number(own, 'delay', 0) / 1000,
    instances: number(own, 'instance', 1),
    loop: number(own, 'loop', 1),
    phases:
      phases === undefined
        ? [{ loop: 1, events: eventsOf(own, name, where) }]
        : entries(phases).map(p => {
            const inside = entries(p.value);
            return { loop: number(inside, 'loop', 1), events: eventsOf(inside, name, `${where}: ${p.key}`) };
          }),
  };
}

const eventsOf = (list: readonly Entry[], task: string, where: string): RtEvent[] =>
  list.filter(e => !settings.test(e.key)).map(e => eventOf(e, task, where));

function eventOf({ key, value }: Entry, task: string, where: string): RtEvent {
  const kind = kinds.find(k => key.startsWith(k));
  const refuse = (expected: string): never => {
    throw new SyntaxError(`${where}: ${key}: expected ${expected}`);
  };
  const inside = entries(value);
  const text = (name: string): string => {
    const found = find(inside, name)?.value;
    return typeof found === 'string' ? found : refuse(`a ${name}`);
  };
  switch (kind) {
    case undefined:
      return refuse(`one of ${kinds.join(', ')}`);
    case 'run':
    case 'runtime':
    case 'sleep':
      return { kind, ms: typeof value?.value === 'number' ? value.value / 1000 : refuse('µs') };
    case 'timer': {
      const absolute = find(inside, 'mode')?.value === 'absolute';
      return { kind, on: text('ref'), ms: number(inside, 'period', Number.NaN) / 1000, absolute };
    }
    case 'wait':
    case 'sync':
      return { kind, on: text('ref'), mutex: text('mutex') };
    default:
      // A suspend without a name is resumed by the task's own name.
      return { kind, on: typeof value?.value === 'string' ? value.value : task };
  }
}

const entries = (node: Node | undefined): Entry[] =>
  (node?.type === 'object' ? (node.children ?? []) : []).map(({ children = [] }) => ({
    key: String(children[0]?.value),
    value: children[1],
  }));

const find = (list: readonly Entry[], key: string): Node | undefined => list.find(e => e.key === key)?.value;

function number(list: readonly Entry[], key: string, usual: number): number {
  const value = find(list, key)?.value;
  return typeof value === 'number' ? value : usual;
}
