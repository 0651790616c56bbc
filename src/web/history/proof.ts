import { summaryOf } from '../../experiment/summary.js';
import type { Verdict } from '../../experiment/verdict.js';
import { verdictSentence } from '../../experiment/verdict-words.js';
import type { JournalReader } from '../../journal/query/query.js';
import type { PolicyName } from '../../model/people/experiment-policy.js';
import { mainDomain } from '../../report/energy.js';
import type { GroupUse } from '../../report/groups.js';

/** What is known of savings. An estimate compares hours in which the work may have differed, and is called one. */
export interface Proof {
  readonly kind: 'experiment' | 'estimate' | 'nothing';
  readonly sentence: string;
  /** When the experiment began, UTC ms. */
  readonly at: number | null;
  /** What an experiment that has ended found, where it found a difference. */
  readonly found: Found | null;
}

/** What `a` saves of what `b` needs, as a share and its 95 % interval; below 0 where it costs more. */
export interface Found extends Pick<Verdict, 'saving' | 'interval'> {
  readonly a: PolicyName;
  readonly b: PolicyName;
}

const leastSeconds = 1800;

/** What the newest experiment showed; where there was none, an estimate from the hours under each profile. */
export function proofOf(reader: JournalReader, byProfile: readonly GroupUse[]): Proof {
  const [newest] = reader.experiments();
  if (newest !== undefined) {
    const { verdict } = summaryOf(newest, reader.experimentPeriods(newest.started));
    const { kind, saving, interval } = verdict;
    const found = newest.ended === null || kind === 'open' ? null : { a: newest.a, b: newest.b, saving, interval };
    return { kind: 'experiment', sentence: verdictSentence(newest, verdict), at: newest.started, found };
  }
  const domain = mainDomain(byProfile);
  const uses = byProfile
    .filter(u => u.domain === domain && u.measuredSeconds >= leastSeconds)
    .sort((a, b) => a.meanWatts - b.meanWatts);
  const [least, ...others] = uses;
  const most = others.at(-1);
  if (least === undefined || most === undefined)
    return {
      kind: 'nothing',
      sentence:
        'Nothing is proved yet: `latticectl experiment start` measures overnight what is saved on this machine.',
      at: null,
      found: null,
    };
  const mean = ({ group, meanWatts }: GroupUse): string => `${group} ${meanWatts.toFixed(1)} W`;
  return {
    kind: 'estimate',
    sentence: `Mean power in this time: ${[least, ...others].map(mean).join(', ')}. The work may have differed; an experiment would tell.`,
    at: null,
    found: null,
  };
}
