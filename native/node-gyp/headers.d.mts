export interface Unfit {
  readonly prefix: string;
  readonly moduleVersion: string;
}
export function moduleVersionOf(prefix: string): string | undefined;
export function headerPrefixes(node: {
  nodedir: string | undefined;
  program: string;
  builtFor: string | undefined;
  arch: string;
}): string[];
export function chooseHeaders(
  prefixes: readonly string[],
  moduleVersion: string,
): { prefix: string | undefined; unfit: Unfit[] };
