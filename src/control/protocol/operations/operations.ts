import type { Description } from '../../../model/description.js';
import type { Changed } from '../request-status.js';
import type { Status } from '../status.js';
import { change } from './change.js';
import { charge } from './charge.js';
import { experiment } from './experiment.js';
import { feedback } from './feedback.js';
import { type Operation, plain } from './operation.js';
import { signals } from './signals.js';
import { tasks } from './tasks.js';
import { watch } from './watch.js';

/**
 * Every operation of the control socket, by its `op` in a line (docs/control.md). `wishes` shows what people ask for now, and `change` stands for
 * the five ops that change it: clients know a request of a person (profile, hold, override) by the names `wish`, `wishes` and `asked`.
 */
export const operations = {
  status: plain<Status>().as('status'),
  describe: plain<Description>().as('description'),
  signals,
  feedback,
  wishes: plain<Changed>().as('wishes'),
  experiment,
  charge,
  tasks,
  change,
  watch,
};

type Operations = typeof operations;
export type OperationName = keyof Operations;
/** Those that are answered once. */
export type AnsweredOperation = Exclude<OperationName, 'watch'>;

/** Those whose answer takes a while: what else the client sends waits meanwhile. */
export type LateOperation = 'tasks';
export type PromptOperation = Exclude<AnsweredOperation, LateOperation>;

export type FieldsOf<Name extends OperationName> =
  Operations[Name] extends Operation<infer Fields, unknown, string> ? Fields : never;
export type AnswerOf<Name extends OperationName> =
  Operations[Name] extends Operation<NonNullable<FieldsOf<Name>>, infer Answer, string> ? Answer : never;
export type ReplyOf<Name extends OperationName> = Operations[Name]['reply'];

/** A request that was understood. */
export type ControlRequest<Name extends OperationName = OperationName> = {
  readonly [Op in Name]: { readonly v: 1; readonly id: number; readonly op: Op } & FieldsOf<Op>;
}[Name];

/** What a request would change, in words. */
export function changedBy(request: ControlRequest): string | undefined {
  const { changes }: Operation<object, unknown, string> = operations[request.op];
  return changes?.(request);
}

interface OpInLines {
  readonly name: string;
  readonly operation: Operation<object, unknown, string>;
}

/** Every `op` a line may have, with the operation that it is. */
export const opsInLines: ReadonlyMap<string, OpInLines> = new Map(
  Object.entries<Operation<object, unknown, string>>(operations).flatMap(([name, operation]) =>
    (operation.names ?? [name]).map(op => [op, { name, operation }] as const),
  ),
);
