/** Nodes with one binary interface: better-sqlite3 has an addon of its own for each major version. */
export interface NodeRange {
  /** The oldest that will do, such as 20.19.0. */
  readonly from: string;
  /** The first major version that will not. */
  readonly below: number;
  /** NODE_MODULE_VERSION of all of them. */
  readonly abi: string;
}

/**
 * Of all that package.json's `engines` allows, the part with the major version of the Node that built the addon.
 * @param engines such as `^20.19.0 || ^22.12.0`
 * @throws Error if that Node is none of them
 */
export function nodeRange(engines: string, running: string, abi: string): NodeRange {
  const [major = 0, ...rest] = numbers(running);
  const from = engines
    .split('||')
    .map(one => one.trim().replace(/^\^/, ''))
    .find(one => numbers(one)[0] === major);
  if (from === undefined || before(rest, numbers(from).slice(1)))
    throw new Error(`this is Node ${running}, and a package is made with one of: ${engines}`);
  return { from, below: major + 1, abi };
}

const numbers = (version: string): number[] => version.split('.').map(Number);

function before(these: readonly number[], those: readonly number[]): boolean {
  const different = those.findIndex((number, index) => number !== these[index]);
  return different >= 0 && (these[different] ?? 0) < (those[different] ?? 0);
}
