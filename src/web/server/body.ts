import type { IncomingMessage } from 'node:http';

/** Changes are short. */
export const longestBody = 4096;

export class BodyTooLong extends Error {
  override name = 'BodyTooLong';
}

/** The JSON object of a request; rejects with a BodyTooLong, or an error that says what was expected. Holds `longestBody` bytes at most. */
export async function objectOf(request: IncomingMessage): Promise<object> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    const chunk = part as Buffer;
    bytes += chunk.length;
    if (bytes > longestBody) throw new BodyTooLong(`more than ${longestBody} bytes`);
    parts.push(chunk);
  }
  let body: unknown;
  try {
    body = JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    throw new Error('not JSON, expected one object');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new Error('expected one object');
  return body;
}
