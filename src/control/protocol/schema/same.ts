/** A type as JSON carries it: `readonly` does not matter, and what may be undefined may be left out. */
type Carried<T> = T extends readonly (infer Item)[]
  ? Carried<Item>[]
  : T extends object
    ? { [Key in keyof T]-?: Carried<T[Key]> | (Record<never, never> extends Pick<T, Key> ? undefined : never) }
    : T;

/** `true` where two types are the same in JSON. The schema's shapes stand beside the types of the protocol, and this keeps them one. */
export type Same<A, B> = [Carried<A>] extends [Carried<B>] ? ([Carried<B>] extends [Carried<A>] ? true : false) : false;
