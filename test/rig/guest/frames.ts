/** The host's end of agent/frame.h: u32 length, u32 job, u8 kind, payload. */
export interface Frame {
  job: number;
  kind: string;
  payload: Buffer;
}

const HEADER = 9;

export function encode(job: number, kind: string, payload: Uint8Array = Buffer.alloc(0)): Buffer {
  const header = Buffer.alloc(HEADER);
  header.writeUInt32LE(payload.length, 0);
  header.writeUInt32LE(job, 4);
  header.write(kind, 8, 'latin1');
  return Buffer.concat([header, payload]);
}

/** Cuts a stream of bytes into frames. */
export class Decoder {
  #rest: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): Frame[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const frames: Frame[] = [];
    while (this.#rest.length >= HEADER) {
      const end = HEADER + this.#rest.readUInt32LE(0);
      if (this.#rest.length < end) break;
      frames.push({
        job: this.#rest.readUInt32LE(4),
        kind: this.#rest.toString('latin1', 8, 9),
        payload: this.#rest.subarray(HEADER, end),
      });
      this.#rest = this.#rest.subarray(end);
    }
    return frames;
  }
}
