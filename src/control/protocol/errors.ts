/** Why the control socket can't be used: `absent` no daemon, `denied` no permission, `taken` another daemon has it, `refused` it answers no, `broken` anything else. */
export type ControlFailure = 'absent' | 'denied' | 'taken' | 'refused' | 'broken';

/** A failure of the control socket, in words for people; `kind` is for programs. */
export class ControlError extends Error {
  override name = 'ControlError';
  readonly kind: ControlFailure;

  constructor(kind: ControlFailure, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** The message of anything that was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The errno name of a system error, `undefined` for any other. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
