/** One operation of the control socket: how the daemon reads its request, and which field of the reply carries the answer. */
export interface Operation<Fields extends object, Answer, Reply extends string> {
  /** What `op` may be in a line, where it is not the operation's name in the table. */
  readonly names?: readonly string[];
  readonly reply: Reply;
  /** The request's fields in the body of a line, or what is wrong with it. `op` is the line's. */
  parse(body: object, op: string): Fields | string;
  /** What the request would change, in words; undefined where it changes nothing. A client that may only read is refused by it. */
  changes?(fields: Fields): string | undefined;
  /** Never there: it ties the answer's type to the operation. */
  readonly answer?: Answer;
}

export type NoFields = Record<never, never>;

/** An operation whose request has no fields. */
export const plain = <Answer>() => ({
  as: <Reply extends string>(reply: Reply): Operation<NoFields, Answer, Reply> => ({ reply, parse: () => ({}) }),
});
