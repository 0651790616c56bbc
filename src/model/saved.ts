/**
 * How what was learned is saved, so that a replay can go on from there.
 *
 * 1. Who keeps state from tick to tick gives it away by save(), and takes it by restore() when it was just made with the same arguments. What
 *    else it needs of the present is a further argument.
 * 2. What is saved is plain: numbers, strings, booleans, null, undefined, arrays, typed arrays and objects without a class. It is a copy, or what
 *    nobody changes any more.
 * 3. Caches that only save time are no state: they are made again, with the same results to the last bit.
 */
export interface Stateful<S = unknown> {
  save(): S;
  restore(saved: S): void;
}

/** What one of them saves. */
export type Saved<T extends { save(...given: never): unknown }> = ReturnType<T['save']>;

/** For who knows nothing that has to be saved: it says so. */
export type Nothing = null;

/** A map's entries, each value saved. */
export const savedEntries = <K, V extends { save(): unknown }>(map: ReadonlyMap<K, V>): [K, Saved<V>][] =>
  Array.from(map, ([key, value]) => [key, value.save() as Saved<V>]);
