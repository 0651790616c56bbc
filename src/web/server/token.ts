import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A new secret of 256 bits, as it stands in an address. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** Whether somebody shows the token; takes the same time however much of it is right. Nobody can show one that does not exist. */
export function isToken(token: string | undefined, shown: string | undefined): boolean {
  if (token === undefined || shown === undefined) return false;
  return timingSafeEqual(digest(token), digest(shown));
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
