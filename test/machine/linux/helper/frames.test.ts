import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeRequest, type Frame, FrameDecoder, ProtocolError } from '../../../../src/machine/linux/helper/frames.js';
import { sampleFrame } from '../../../fixtures/fake-helper.js';

function framed(length: number, rest: string | Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32LE(length, 0);
  return Buffer.concat([head, Buffer.from(rest)]);
}

/** What a frame says, in a form that tells NaN from 0 and −0 from 0. */
const told = (frame: Frame): unknown =>
  frame.type === 'sample'
    ? [frame.sample.at, frame.sample.epoch, ...frame.sample.values]
    : frame.type === 'json'
      ? frame.body
      : frame.frame;

const decoded = (chunks: readonly Buffer[]): unknown[] => {
  const decoder = new FrameDecoder();
  return chunks.flatMap(chunk => [...decoder.push(chunk)].map(told));
};

const body = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)));
const doubles = fc.array(fc.double(), { minLength: 2, maxLength: 40 });
const message = fc.oneof(
  body.map(value => ({ bytes: encodeRequest(value), says: JSON.parse(JSON.stringify(value)) as unknown })),
  doubles.map(values => ({ bytes: sampleFrame(values), says: values as unknown })),
);

describe('FrameDecoder', () => {
  it('gives the same frames however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 8 }), fc.array(fc.nat(400), { maxLength: 30 }), (messages, sizes) => {
        const stream = Buffer.concat(messages.map(m => m.bytes));
        const chunks: Buffer[] = [];
        let at = 0;
        for (const size of sizes) {
          chunks.push(stream.subarray(at, at + size));
          at += size;
        }
        chunks.push(stream.subarray(at));
        expect(decoded(chunks)).toEqual(messages.map(m => m.says));
      }),
    );
  });

  it('gives the good frames that stand before a malformed one', () => {
    const seen: unknown[] = [];
    const bytes = Buffer.concat([encodeRequest({ good: 1 }), framed(0, '')]);
    expect(() => {
      for (const frame of new FrameDecoder().push(bytes)) seen.push(told(frame));
    }).toThrow(ProtocolError);
    expect(seen).toEqual([{ good: 1 }]);
  });

  it('gives them byte by byte, with letters cut in two', () => {
    const stream = Buffer.concat([encodeRequest({ why: 'zu heiß: 95 °C' }), sampleFrame([1e18, 7, Number.NaN, -0])]);
    const bytes = Array.from(stream, byte => Buffer.from([byte]));
    expect(decoded(bytes)).toEqual([{ why: 'zu heiß: 95 °C' }, [1e18, 7, Number.NaN, -0]]);
  });

  it('keeps samples when the buffer they came in is used again', () => {
    const chunk = sampleFrame([5, 6, 7]);
    const [frame] = new FrameDecoder().push(chunk);
    chunk.fill(0xff);
    expect(frame && told(frame)).toEqual([5, 6, 7]);
  });

  it.each([
    ['an empty frame', framed(0, ''), 'frame length 0'],
    ['more than 4 MiB', framed(4 * 1024 * 1024 + 1, 'J'), 'frame length 4194305'],
    ['text instead of frames', Buffer.from('lattice-helper: hello\n'), 'frame length'],
    ['an unknown type', framed(3, 'X{}'), 'frame type 88, expected J, S or T'],
    ['broken JSON', framed(3, 'J{"'), 'a J frame that is no JSON: {"'],
    [
      'a sample cut inside a value',
      framed(1 + 20, Buffer.concat([Buffer.from('S'), Buffer.alloc(20)])),
      'sample of 20 bytes',
    ],
    [
      'a sample without its epoch',
      framed(1 + 8, Buffer.concat([Buffer.from('S'), Buffer.alloc(8)])),
      'sample of 8 bytes',
    ],
  ])('refuses %s in words', (_, bytes, words) => {
    expect(() => [...new FrameDecoder().push(bytes)]).toThrow(ProtocolError);
    expect(() => [...new FrameDecoder().push(bytes)]).toThrow(words);
  });

  it('takes a frame of exactly 4 MiB', () => {
    const text = `"${'x'.repeat(4 * 1024 * 1024 - 3)}"`;
    const [frame] = new FrameDecoder().push(framed(1 + text.length, `J${text}`));
    expect(frame?.type).toBe('json');
  });
});
