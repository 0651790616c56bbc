import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Load } from '../../../src/machine/simulated/work/job.js';
import { parseDocument } from '../rtapp/document.js';
import { rtAppLoad } from '../rtapp/load.js';
import { azureLoad } from './azure.js';

/** The loads of a folder of measured data: its rt-app documents unchanged, and its request trace. */
export function dataLoads(folder: string): Load[] {
  const documents = readdirSync(join(folder, 'rtapp')).filter(name => name.endsWith('.json'));
  const trace = join(folder, 'load', 'azure_llm_code.csv');
  return [
    ...documents.sort().map(name => {
      const path = join(folder, 'rtapp', name);
      return rtAppLoad(`rtapp/${name.replace('.json', '')}`, parseDocument(readFileSync(path, 'utf8'), path));
    }),
    azureLoad(readFileSync(trace, 'utf8'), trace),
  ];
}
