import type { Change } from '../../control/protocol/operations/change.js';
import { change } from '../../control/protocol/operations/change.js';

/** What the page may ask for: all of it ends by itself or is undone by one press. */
const offered = ['set', 'override', 'clear'];

/** The change in a body, as a line of the control socket would have it; throws with what was expected. */
export function changeIn(body: object): Change {
  const op: unknown = Reflect.get(body, 'op');
  if (typeof op !== 'string' || !offered.includes(op)) throw new Error(`op, expected ${offered.join(', ')}`);
  const parsed = change.parse(body, op);
  if (typeof parsed === 'string') throw new Error(parsed);
  if (parsed.change.op === 'override' && !('for' in parsed.change.lasting))
    throw new Error('expected an override for some seconds');
  return parsed.change;
}
