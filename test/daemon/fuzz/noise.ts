import { Random } from '../../fixtures/random.js';

/** Bytes that are nearly right: pieces that mean something, bent in the ways that parsers have been broken by. The same for the same seed. */
export class Noise extends Random {
  private readonly pieces: readonly string[];

  constructor(seed: number, pieces: readonly string[]) {
    super(seed);
    this.pieces = pieces;
  }

  next(): Buffer {
    let bytes: Buffer = Buffer.from(this.pick(this.pieces));
    for (let bends = this.below(5); bends > 0; bends--) bytes = this.bend(bytes);
    return bytes;
  }

  private bend(bytes: Buffer): Buffer {
    const at = this.below(bytes.length + 1);
    const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
    switch (this.below(6)) {
      case 0:
        return Buffer.concat([before, Buffer.from([this.below(256)]), after.subarray(1)]);
      case 1:
        return Buffer.concat([
          before,
          Buffer.from(Array.from({ length: this.below(64) }, () => this.below(256))),
          after,
        ]);
      case 2:
        return Buffer.concat([before, after.subarray(this.below(20))]);
      case 3:
        return Buffer.concat([before, Buffer.from(this.pick(this.pieces)), after]);
      case 4:
        return Buffer.concat([before, Buffer.from(this.pick(extremes).repeat(1 + this.below(3))), after]);
      default:
        return Buffer.from(bytes.toString('latin1').replace(/\d+/, this.pick(extremes)), 'latin1');
    }
  }
}

const extremes = [
  '0',
  '-1',
  '1e999',
  '-1e308',
  '9007199254740993',
  '4294967296',
  '400000',
  '4400000',
  '0.0000001',
  'nan',
  'inf',
  'null',
  '""',
  '[',
  '{"a":',
  '[[a]]\n',
  "'''",
  '"""',
  '\\u0000',
  '\u0000',
  '\u001b[2J',
  '\ud83d\ude00',
  '__proto__',
  '='.repeat(300),
  '\r\n',
];
