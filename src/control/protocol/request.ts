import { controlVersion } from './lines.js';
import { type ControlRequest, opsInLines } from './operations/operations.js';
import { quoted } from './quoting.js';

const expectedOps = [...opsInLines.keys()].join(', ').replace(/, (\w+)$/, ' or $1');

/** What a line was: a request, or why it is none, with the id to answer under (0 when it had none). */
export type Parsed =
  | { readonly request: ControlRequest }
  | { readonly request?: undefined; readonly id: number; readonly error: string };

/** The request in a line. Written by hand: a schema library would cost the daemon more memory than the rest of its socket. */
export function parseRequest(line: string): Parsed {
  let body: unknown;
  try {
    body = JSON.parse(line);
  } catch {
    return { id: 0, error: 'not JSON, expected one JSON object a line' };
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { id: 0, error: 'not an object, expected {"v":1,"id":1,"op":"status"}' };
  }
  const id =
    'id' in body && typeof body.id === 'number' && Number.isSafeInteger(body.id) && body.id > 0 ? body.id : undefined;
  if (id === undefined) return { id: 0, error: `id ${quoted(body, 'id')}, expected a whole number above 0` };
  if (!('v' in body) || body.v !== controlVersion) {
    return { id, error: `protocol version ${quoted(body, 'v')}, expected ${controlVersion}` };
  }
  const op = 'op' in body && typeof body.op === 'string' ? body.op : undefined;
  const found = op === undefined ? undefined : opsInLines.get(op);
  if (op === undefined || found === undefined)
    return { id, error: `op ${quoted(body, 'op')}, expected ${expectedOps}` };
  const fields = found.operation.parse(body, op);
  if (typeof fields === 'string') return { id, error: fields };
  // The table ties a name to the fields that its operation parses, which TypeScript can't follow through a lookup.
  return { request: { v: controlVersion, id, op: found.name, ...fields } as ControlRequest };
}
