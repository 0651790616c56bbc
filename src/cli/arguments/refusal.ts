import { ControlError } from '../../control/protocol/errors.js';
import { Failure } from '../exit.js';

/** The option that each field of a request comes from. */
const options: Readonly<Record<string, string>> = {
  max: '--max',
  min: '--min',
  epp: '--epp',
  governor: '--governor',
  boost: '--boost',
  gpuMax: '--gpu-max',
  cpus: '--cpus',
  for: '--for',
  while: '--while-pid',
};
/** Where a refusal names a field: at its beginning, or where it says what another field excludes. */
const field = new RegExp(
  `(?<=^|expected no more than |expected no |beside it, not |none: )(${Object.keys(options).join('|')})\\b`,
  'g',
);
/** A frequency below this many kHz was probably meant in another unit. */
const leastMeant = 100_000;

/** What the daemon would not do, in the words of the command line; any other error as it is. */
export function asTyped(error: unknown, frequencies: readonly (number | undefined)[]): unknown {
  if (!(error instanceof ControlError && error.kind === 'refused')) return error;
  const message = error.message
    .replaceAll(field, name => options[name] ?? name)
    .replace(/^(nothing to override), .*/, '$1, expected one of --max, --min, --epp, --governor, --boost or --gpu-max');
  const bare = frequencies.some(khz => khz !== undefined && khz < leastMeant);
  return new Failure(bare ? `${message}; a number without a unit is kHz` : message);
}
