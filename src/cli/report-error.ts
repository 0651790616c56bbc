import { ControlError, errnoOf } from '../control/protocol/errors.js';
import { Failure, UsageError } from './exit.js';

/** An error for stderr: what was foreseen in one line, a fault of ours with its stack, so that it can be reported. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const foreseen =
    error instanceof Failure ||
    error instanceof UsageError ||
    error instanceof ControlError ||
    error.name === 'JournalError' ||
    errnoOf(error);
  return foreseen ? error.message : (error.stack ?? error.message);
}
