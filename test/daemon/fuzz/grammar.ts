import { Random } from '../../fixtures/random.js';

/** A message's members in order, each value as its JSON text: what is no JSON can stand there too. */
type Members = [key: string, text: string][];

/** Messages of a protocol, most of them wrong in one member or two. The same for the same seed. */
export class Grammar extends Random {
  private readonly valid: readonly Members[];
  private readonly keys: readonly string[];
  private readonly texts: readonly string[];

  constructor(seed: number, valid: readonly object[]) {
    super(seed);
    this.valid = valid.map(membersOf);
    const members = this.valid.flat();
    this.keys = [...new Set(members.map(([key]) => key)), '', '__proto__', 'constructor', 'x'.repeat(300), '\\u0000'];
    this.texts = [...new Set(members.map(([, text]) => text)), ...odd];
  }

  /** One message, without what separates it from the next. */
  message(): Buffer {
    let members: Members = this.pick(this.valid).map(([key, text]) => [key, text]);
    for (let bends = this.below(4); bends > 0; bends--) members = this.bend(members);
    const text = `{${members.map(([key, value]) => `"${key}":${value}`).join(',')}}`;
    if (this.below(20) > 0) return Buffer.from(text);
    return this.spoilt(Buffer.from(text));
  }

  /** Bytes in pieces of random lengths: a stream keeps no borders of messages. */
  pieces(bytes: Buffer): Buffer[] {
    const pieces: Buffer[] = [];
    for (let at = 0; at < bytes.length; ) {
      const length = this.below(4) === 0 ? 1 + this.below(16) : 1 + this.below(8192);
      pieces.push(bytes.subarray(at, at + length));
      at += length;
    }
    return pieces;
  }

  private bend(members: Members): Members {
    const at = this.below(members.length + 1);
    const there = members[at];
    switch (this.below(8)) {
      case 0:
        return members.toSpliced(at, 1);
      case 1:
        return members.toSpliced(at, 0, [this.pick(this.keys), this.pick(this.texts)]);
      case 2:
        // The same key twice: which one counts?
        return there === undefined ? members : [...members, [there[0], this.pick(this.texts)]];
      case 3:
        return there === undefined ? members : members.toSpliced(at, 1, [this.pick(this.keys), there[1]]);
      case 4:
        return there === undefined ? members : members.toSpliced(at, 1, [there[0], this.near(there[1])]);
      default:
        return there === undefined ? members : members.toSpliced(at, 1, [there[0], this.pick(this.texts)]);
    }
  }

  /** The same with one number or word in it replaced. */
  private near(text: string): string {
    const found = text.match(/-?\d+(\.\d+)?|"[^"]*"/g) ?? [];
    return found.length === 0 ? this.pick(this.texts) : text.replace(this.pick(found), this.pick(this.texts));
  }

  private spoilt(bytes: Buffer): Buffer {
    const at = this.below(bytes.length + 1);
    switch (this.below(4)) {
      case 0:
        return bytes.subarray(0, at);
      case 1:
        return Buffer.concat([bytes.subarray(0, at), Buffer.from(this.pick(notUtf8)), bytes.subarray(at)]);
      case 2:
        return Buffer.concat([bytes, bytes.subarray(at)]);
      default:
        return Buffer.from(Array.from({ length: this.below(64) }, () => this.below(256)));
    }
  }
}

const membersOf = (message: object): Members =>
  Object.entries(message).map(([key, value]) => [key, JSON.stringify(value)]);

const notUtf8 = [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82]];

const odd = [
  ...[
    'null',
    'true',
    'false',
    '0',
    '-0',
    '-1',
    '1',
    '0.1',
    '1e-320',
    '1e999',
    '-1e308',
    '400000',
    '4400000',
    '2400000',
  ],
  ...[
    '9007199254740993',
    '4294967296',
    '18446744073709551616',
    'NaN',
    'Infinity',
    '01',
    '+1',
    '.5',
    '1.',
    '0x10',
    '1e',
  ],
  ...[
    '""',
    '" "',
    '"power"',
    '"all"',
    '"0-3"',
    '"4294967295"',
    '"\\u0000"',
    '"\\ud800"',
    '"\\ud83d\\ude00"',
    '"../../etc"',
  ],
  ...[
    '[]',
    '{}',
    '[[]]',
    '{"a":{"b":{}}}',
    '[1,2',
    '{"__proto__":{"op":"set"}}',
    '"unfinished',
    "'single'",
    'undefined',
  ],
  `"${'x'.repeat(300)}"`,
  `"${'é'.repeat(5000)}"`,
  `${'['.repeat(100)}${']'.repeat(100)}`,
  `${'{"a":'.repeat(9)}1${'}'.repeat(9)}`,
  '9'.repeat(400),
];
