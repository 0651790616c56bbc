/** Runs that several platforms have in common: the same work on the same numbers. */
export class Memo {
  private readonly known = new Map<unknown, Map<string, unknown>>();

  /** The value of `make`, which is called once for each machine and key. */
  once<T>(machine: unknown, key: string, make: () => T): T {
    const values = this.known.get(machine) ?? new Map<string, unknown>();
    this.known.set(machine, values);
    if (!values.has(key)) values.set(key, make());
    return values.get(key) as T;
  }
}
