/** Exit codes that scripts may rely on. */
export const exitOk = 0;
export const exitFailed = 1;
export const exitUsage = 2;

/** The command line makes no sense on any machine. Ends latticectl with `exitUsage`. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** A command can't do something; the message is for people. Ends latticectl with `exitFailed`. */
export class Failure extends Error {
  override name = 'Failure';
}
