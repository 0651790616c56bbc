/** Exit codes that scripts may rely on. */
export const exitOk = 0;
export const exitFailed = 1;
export const exitUsage = 2;

/** Something a command line can't mean, whatever the machine; ends it with `exitUsage`. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** Something a command can't do, in words for people; ends it with `exitFailed`. */
export class Failure extends Error {
  override name = 'Failure';
}
