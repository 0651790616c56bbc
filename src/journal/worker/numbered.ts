/** Numbers values as they first come. */
export class Numbered<T> {
  readonly all: T[] = [];
  private readonly known = new Map<unknown, number>();

  /** `key`: what tells values apart, where they are not the same themselves. */
  of(value: T, key: unknown = value): number {
    let number = this.known.get(key);
    if (number === undefined) {
      number = this.all.push(value) - 1;
      this.known.set(key, number);
    }
    return number;
  }
}
