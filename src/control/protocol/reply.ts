import { ControlError } from './errors.js';
import { type ControlReply, controlVersion } from './messages.js';

const answers = ['status', 'description', 'signals', 'feedback', 'wishes', 'experiment'];

/** The reply in a line; throws when it is none of this version. What is within a status is the daemon's word and not checked again. */
export function parseReply(line: string): ControlReply {
  let body: unknown;
  try {
    body = JSON.parse(line);
  } catch {
    throw new ControlError('broken', 'an answer that is not JSON');
  }
  if (isReply(body)) return body;
  const version = typeof body === 'object' && body !== null && 'v' in body ? body.v : undefined;
  throw new ControlError(
    'broken',
    version === controlVersion
      ? `an answer of protocol version ${version} without its fields`
      : `an answer of protocol version ${version}, expected ${controlVersion}`,
  );
}

function isReply(body: unknown): body is ControlReply {
  if (typeof body !== 'object' || body === null) return false;
  if (!('v' in body && body.v === controlVersion && 'id' in body && typeof body.id === 'number' && 'ok' in body))
    return false;
  if (body.ok === false) return 'error' in body && typeof body.error === 'string';
  const name = answers.find(known => known in body);
  const answer: unknown = name === undefined ? undefined : Reflect.get(body, name);
  return body.ok === true && typeof answer === 'object' && answer !== null;
}
