import { ControlError } from './errors.js';
import { controlVersion } from './lines.js';

/** A line from the daemon. What an answer holds is not checked. */
export type ControlReply =
  | { readonly v: 1; readonly id: number; readonly ok: true }
  | { readonly v: 1; readonly id: number; readonly ok: false; readonly error: string };

/** The reply in a line; throws when it is none of this version. */
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
  return body.ok === true && Object.values(body).some(value => typeof value === 'object' && value !== null);
}
