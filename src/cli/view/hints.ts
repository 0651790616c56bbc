import type { HintStatus } from '../../control/protocol/hint.js';
import { milliseconds } from '../../model/format.js';

/** What applications ask for, and what that does: a line for each. */
export const hintLines = (hints: readonly HintStatus[]): string[] =>
  hints.map(hint => `${hint.name} (pid ${hint.pid}) ${words(hint)}${hint.does === undefined ? '' : `: ${hint.does}`}`);

function words({ deadline, latency, batch }: HintStatus): string {
  const said = [
    ...(latency === null ? [] : [`asks for answers within ${milliseconds(latency)}`]),
    ...(deadline === null ? [] : [`has ${milliseconds(deadline)} for each piece of work`]),
    ...(batch ? ['says that nobody waits'] : []),
  ];
  return said.length === 0 ? 'asks for nothing' : said.join(', ');
}
