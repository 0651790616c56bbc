import type { AnsweredOperation, AnswerOf, FieldsOf, LateOperation } from '../protocol/operations/operations.js';
import type { Requester } from '../protocol/requester.js';

/** Who sent a request; the object stands for its connection. */
export interface Caller {
  /** Who asks for the change that is answered now. */
  requester(): Requester;
}

/** The answer, or the promise of one. */
type GivenOf<Name extends AnsweredOperation> = Name extends LateOperation ? Promise<AnswerOf<Name>> : AnswerOf<Name>;

/** The answer of each operation. It throws with what was expected, or why there is nothing to show yet; the client gets the message. */
export type Answering = {
  readonly [Name in AnsweredOperation]: (request: FieldsOf<Name>, caller: Caller) => GivenOf<Name>;
};

/** What the daemon shows on its socket. */
export interface ControlSource extends Answering {
  /** A connection ended. */
  left(caller: Caller): void;
  /** Calls back after every tick; returns how to end that. Used only while a client watches. */
  onTick(listener: () => void): () => void;
}

/** The answer to any request. */
export const answerTo = <Name extends AnsweredOperation>(
  source: Answering,
  name: Name,
  request: FieldsOf<Name>,
  caller: Caller,
): GivenOf<Name> => source[name](request, caller);
