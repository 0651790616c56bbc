import type { Figure } from '../figures.js';
import { loadKinds } from './load.js';
import { study } from './study.js';

const runs = 1000;

/** Whether experiments of 8 hours find real differences and no others, under loads correlated over minutes and hours. */
export function benchExperiment(): Figure[] {
  return loadKinds.flatMap(kind => {
    const none = study(kind, 0, runs);
    const some = study(kind, 0.12, runs);
    const figure = (name: string, share: number, bar?: number): Figure => {
      const value = share * 100;
      return { name: `${kind.name}: ${name}`, unit: '%', median: value, low: value, high: value, bar };
    };
    return [
      figure('effects found where there is none', none.found, 6.5),
      figure('a saving of 12 % missed', 1 - some.found, 20),
      figure('intervals without the truth, no saving', 1 - none.covered, 7),
      figure('intervals without the truth, 12 %', 1 - some.covered, 7),
    ];
  });
}
