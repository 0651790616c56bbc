import type { Sample } from '../../../model/sensing/sample.js';
import { nanoseconds } from '../../../model/units.js';
import { decodeTasks, type TaskFrame } from '../tasks/task-frame.js';

/** A stream that does not follow docs/helper-protocol.md; nothing after it can be trusted. */
export class ProtocolError extends Error {
  override name = 'ProtocolError';
}

export type Frame =
  | { readonly type: 'json'; readonly body: unknown }
  | { readonly type: 'sample'; readonly sample: Sample }
  | { readonly type: 'tasks'; readonly frame: TaskFrame };

const header = 4;
const longest = 4 * 1024 * 1024;
const typeJson = 0x4a;
const typeSample = 0x53;
const typeTasks = 0x54;
/** Monotonic time and epoch stand before the values. */
const leading = 2;

/** Cuts a byte stream into frames, however the bytes arrive. */
export class FrameDecoder {
  private pending: Buffer = Buffer.alloc(0);

  /** Frames that are complete now, in order; throws ProtocolError where a malformed one begins. */
  *push(chunk: Buffer): Generator<Frame, void> {
    const bytes = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
    let at = 0;
    while (bytes.length - at >= header) {
      const length = bytes.readUInt32LE(at);
      if (length < 1 || length > longest) throw new ProtocolError(`frame length ${length}, expected 1 to ${longest}`);
      if (bytes.length - at - header < length) break;
      yield decode(bytes, at + header, length);
      at += header + length;
    }
    this.pending = at === bytes.length ? Buffer.alloc(0) : Buffer.from(bytes.subarray(at));
  }
}

function decode(bytes: Buffer, at: number, length: number): Frame {
  const type = bytes[at];
  if (type === typeSample) return { type: 'sample', sample: sample(bytes, at + 1, length - 1) };
  if (type === typeTasks) {
    const frame = decodeTasks(bytes.subarray(at + 1, at + length));
    if (frame === undefined) throw new ProtocolError(`tasks in ${length - 1} bytes, which is not what they say`);
    return { type: 'tasks', frame };
  }
  if (type !== typeJson) throw new ProtocolError(`frame type ${type}, expected J, S or T`);
  const text = bytes.toString('utf8', at + 1, at + length);
  try {
    return { type: 'json', body: JSON.parse(text) };
  } catch {
    throw new ProtocolError(`a J frame that is no JSON: ${text.slice(0, 80)}`);
  }
}

function sample(bytes: Buffer, at: number, length: number): Sample {
  if (length % 8 !== 0 || length < leading * 8)
    throw new ProtocolError(`sample of ${length} bytes, expected a multiple of 8 from ${leading * 8}`);
  // Float64Array needs aligned memory, which a slice of the stream is not.
  const memory = new ArrayBuffer(length);
  bytes.copy(new Uint8Array(memory), 0, at, at + length);
  const doubles = new Float64Array(memory);
  return {
    at: nanoseconds(doubles[0] ?? Number.NaN),
    epoch: doubles[1] ?? Number.NaN,
    values: doubles.subarray(leading),
  };
}

/** One request as the helper reads it. */
export function encodeRequest(request: object): Buffer {
  const body = Buffer.from(JSON.stringify(request), 'utf8');
  const frame = Buffer.alloc(header + 1 + body.length);
  frame.writeUInt32LE(body.length + 1, 0);
  frame[header] = typeJson;
  body.copy(frame, header + 1);
  return frame;
}
