/**
 * The image of what the rules have learned: base64 of a checksum (SHA-256) and of V8's serialisation, which keeps every double to the last bit,
 * including NaN and −0. Only the build that wrote it reads it (code-mark.ts), so its fields need no check but the checksum.
 */
import { createHash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import type { Learned } from '../../engine/replay/learned.js';

const sumBytes = 32;
const sumOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

export function encodeImage(learned: Learned): string {
  const bytes = serialize(learned);
  return Buffer.concat([sumOf(bytes), bytes]).toString('base64');
}

/** Throws if the image is incomplete. */
export function decodeImage(image: string): Learned {
  const all = Buffer.from(image, 'base64');
  const bytes = all.subarray(sumBytes);
  if (!sumOf(bytes).equals(all.subarray(0, sumBytes)))
    throw new Error(
      'the image of what the rules had learned is damaged, expected one that a daemon of this build wrote',
    );
  return deserialize(bytes) as Learned;
}
