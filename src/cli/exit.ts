/** Exit codes that scripts may rely on. */
export const exitOk = 0;
export const exitFailed = 1;
export const exitUsage = 2;

/** Something a command can't do, in words for people; ends it with `exitFailed`. */
export class Failure extends Error {
  override name = 'Failure';
}
