import type { ControlValue } from '../../../model/signals.js';
import type { ControlResult, Outcome } from '../../machine.js';

/** Each control refused with one reason. */
export function failed(controls: Readonly<Record<string, ControlValue>>, errno: string, why: string): Outcome {
  return {
    epoch: Number.NaN,
    results: Object.fromEntries(Object.entries(controls).map(([name, wanted]) => [name, { errno, why, wanted }])),
  };
}

/** What an `ack` or a `restored` says of controls. */
export function outcomeOf(body: object): Outcome {
  const epoch = 'epoch' in body && typeof body.epoch === 'number' ? body.epoch : Number.NaN;
  const results = 'results' in body && typeof body.results === 'object' && body.results !== null ? body.results : {};
  return { epoch, results: Object.fromEntries(Object.entries(results).filter(isResult)) };
}

function isResult(entry: [string, unknown]): entry is [string, ControlResult] {
  const result = entry[1];
  return typeof result === 'object' && result !== null && ('errno' in result || 'value' in result);
}
