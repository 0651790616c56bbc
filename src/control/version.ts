import { readFileSync } from 'node:fs';

/** The version in package.json, which stands beside both dist and src. */
export function packageVersion(): string {
  const url = new URL('../../package.json', import.meta.url);
  const body: unknown = JSON.parse(readFileSync(url, 'utf8'));
  if (typeof body === 'object' && body !== null && 'version' in body && typeof body.version === 'string')
    return body.version;
  throw new Error(`${url.pathname}: version missing, expected a string`);
}
