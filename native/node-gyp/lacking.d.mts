import type { Unfit } from './headers.mjs';

export function lackingLine(
  what: string,
  tools: readonly string[],
  headers:
    | {
        readonly version: string;
        readonly moduleVersion: string;
        readonly program: string;
        readonly arch: string;
        readonly unfit: readonly Unfit[];
      }
    | undefined,
): string;
