/** The loads that judge a governor against what the machine does by itself, beside those of the research model. */
import type { Load } from '../../../src/machine/simulated/work/job.js';
import { built } from './build.js';
import { desktop } from './desktop.js';
import { frames } from './frames.js';
import { mixedRates } from './mixed-rates.js';
import { requests } from './requests.js';

export const dailyLoads: readonly Load[] = [...mixedRates, ...frames, ...requests, ...desktop].map(built);
