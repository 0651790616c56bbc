import { firstTables } from './0001-first-tables.js';
import { levels } from './0002-levels.js';
import { decisionDays } from './0003-decision-days.js';
import { experiments } from './0004-experiments.js';
import { decisionForms } from './0005-decision-forms.js';
import { longLevels } from './0006-long-levels.js';
import { decisionPacks } from './0007-decision-packs.js';
import { usage } from './0008-usage.js';
import { experimentWork } from './0009-experiment-work.js';
import type { Migration } from './migration.js';

/** All steps in order. A journal's version is the number of steps it has gone. Add a file for a new step; a landed one is never edited. */
export const migrations: readonly Migration[] = [
  firstTables, // 1
  levels, // 2
  decisionDays, // 3
  experiments, // 4
  decisionForms, // 5
  longLevels, // 6
  decisionPacks, // 7
  usage, // 8
  experimentWork, // 9
];
