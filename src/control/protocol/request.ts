import { pidLimit } from '../../machine/linux/procfs/process.js';
import { changeOps, parseChange } from './change.js';
import { parseExperimentRequest } from './experiment-request.js';
import { type ControlRequest, controlVersion, feedbackRequests, highestWatchRate } from './messages.js';
import { quoted } from './quoting.js';

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
  const op = 'op' in body ? body.op : undefined;
  if (op === 'status' || op === 'describe' || op === 'wishes') return { request: { v: controlVersion, id, op } };
  if (op === 'signals') {
    const name = 'name' in body ? body.name : undefined;
    if (name !== undefined && typeof name !== 'string')
      return { id, error: `name ${quoted(body, 'name')}, expected a text` };
    return { request: { v: controlVersion, id, op, name } };
  }
  if (op === 'feedback') {
    const wanted = 'say' in body ? body.say : undefined;
    const say = feedbackRequests.find(known => known === wanted);
    if (say === undefined) return { id, error: `say ${quoted(body, 'say')}, expected ${feedbackRequests.join(', ')}` };
    return { request: { v: controlVersion, id, op, say } };
  }
  const known = changeOps.find(name => name === op);
  if (known !== undefined) {
    const change = parseChange(known, body);
    if (typeof change === 'string') return { id, error: change };
    const pid = 'pid' in body ? body.pid : undefined;
    if (pid !== undefined && !(typeof pid === 'number' && Number.isInteger(pid) && pid > 0 && pid <= pidLimit))
      return { id, error: `pid ${quoted(body, 'pid')}, expected a whole number from 1 to ${pidLimit}` };
    return { request: { v: controlVersion, id, op: 'change', change, pid } };
  }
  if (op === 'experiment') {
    const wanted = parseExperimentRequest(body);
    return typeof wanted === 'string' ? { id, error: wanted } : { request: { v: controlVersion, id, op, ...wanted } };
  }
  if (op !== 'watch')
    return {
      id,
      error: `op ${quoted(body, 'op')}, expected status, describe, signals, feedback, wishes, experiment, ${changeOps.join(', ')} or watch`,
    };
  const hz = 'hz' in body ? body.hz : undefined;
  if (typeof hz !== 'number' || !(hz > 0 && hz <= highestWatchRate)) {
    return { id, error: `hz ${quoted(body, 'hz')}, expected a number above 0 and at most ${highestWatchRate}` };
  }
  return { request: { v: controlVersion, id, op, hz } };
}
