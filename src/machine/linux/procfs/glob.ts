/** A pattern in which `*` stands for anything; matching takes time in proportion to the text and the number of stars, whatever both are. */
export class Glob {
  private readonly first: string;
  private readonly rest: readonly string[];

  constructor(pattern: string) {
    const [first = '', ...rest] = pattern.split('*');
    this.first = first;
    this.rest = rest;
  }

  /** Whether it stands for the whole text: each part is found as early as it can be, the last one at the end. */
  matches(text: string): boolean {
    const { first, rest } = this;
    const last = rest.at(-1);
    if (last === undefined) return text === first;
    if (!text.startsWith(first)) return false;
    let at = first.length;
    for (const part of rest.slice(0, -1)) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return text.length - last.length >= at && text.endsWith(last);
  }
}
