/** One record of a `T` frame. What a test does not name is 0, unknown for the shares. */
export interface TaskBytes {
  readonly pid: number;
  readonly name?: Buffer;
  readonly words?: Readonly<Record<number, bigint>>;
  readonly halves?: Readonly<Record<number, number>>;
}

const size = 224;

/** The body of a `T` frame by docs/helper-protocol.md; `extra` bytes follow each record. */
export function taskBody(id: number, records: readonly TaskBytes[], extra = 0): Buffer {
  const body = Buffer.alloc(24 + records.length * (size + extra));
  body.writeDoubleLE(id, 0);
  body.writeDoubleLE(1e12, 8);
  body.writeUInt32LE(size + extra, 16);
  body.writeUInt32LE(records.length, 20);
  for (const [i, { pid, name = Buffer.alloc(0), words = {}, halves = {} }] of records.entries()) {
    const at = 24 + i * (size + extra);
    body.writeUInt32LE(pid, at);
    for (const offset of [136, 140, 144]) body.writeInt32LE(-131072, at + offset);
    for (const [offset, value] of Object.entries(words)) body.writeBigUInt64LE(value, at + Number(offset));
    for (const [offset, value] of Object.entries(halves)) body.writeInt32LE(value, at + Number(offset));
    name.copy(body, at + 208, 0, 16);
  }
  return body;
}

/** A whole frame. */
export function taskFrame(id: number, records: readonly TaskBytes[]): Buffer {
  const body = taskBody(id, records);
  const head = Buffer.alloc(5);
  head.writeUInt32LE(body.length + 1, 0);
  head[4] = 0x54;
  return Buffer.concat([head, body]);
}
