import type { JournalReader } from '../journal/query/query.js';
import { noName } from '../journal/usage/entry.js';
import { usageIn } from '../journal/usage/usage-history.js';
import type { Work } from '../model/tasks/work.js';
import type { Period } from './calendar.js';

/** Work that an application reported in the time of a report, and its energy. */
export interface WorkDone extends Omit<Work, 'joules'> {
  /** Null where none was measured. */
  readonly joules: number | null;
  readonly joulesPerUnit: number | null;
}

/** Reads what applications reported, the most energy first. */
export function workOf(reader: JournalReader, span: Period): WorkDone[] {
  return reader
    .ask(db => usageIn(db, span, ['work', 'work_package']))
    .filter(({ name }) => name !== noName)
    .map(({ way, name: full, millijoules, amount }): WorkDone => {
      const [unit = '', ...name] = full.split(' ');
      const [units, joules] = [amount / 1000, millijoules === null ? null : millijoules / 1000];
      return {
        name: name.join(' '),
        unit,
        units,
        joules,
        joulesPerUnit: joules === null || units === 0 ? null : joules / units,
        of: way === 'work' ? 'application' : 'package',
      };
    })
    .sort((a, b) => (b.joules ?? 0) - (a.joules ?? 0) || b.units - a.units);
}
