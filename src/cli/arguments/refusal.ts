import { ControlError } from '../../control/protocol/errors.js';
import { Failure } from '../exit.js';

/** Fields of a request, as the options are called that they are from. */
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
/** A field is named at the beginning of a refusal, or of what is expected of another. */
const field = new RegExp(
  `(?<=^|expected no more than |expected no |beside it, not |none: )(${Object.keys(options).join('|')})\\b`,
  'g',
);
/** kHz below which a frequency was hardly meant as it was written. */
const leastMeant = 100_000;

/** What the daemon would not do, in the words of the command line; any other error as it is. */
export function asTyped(error: unknown, frequencies: readonly (number | undefined)[]): unknown {
  if (!(error instanceof ControlError && error.kind === 'refused')) return error;
  const words = error.message
    .replaceAll(field, name => options[name] ?? name)
    .replace(/^(nothing to override), .*/, '$1, expected one of --max, --min, --epp, --governor, --boost or --gpu-max');
  const bare = frequencies.some(khz => khz !== undefined && khz < leastMeant);
  return new Failure(bare ? `${words}; a number without a unit is kHz` : words);
}
