import type { Course } from '../../../src/daemon/experiment/course.js';
import { Experimenter } from '../../../src/daemon/experiment/experimenter.js';
import type { ExperimentEntry } from '../../../src/journal/experiment-entries.js';
import type { Description } from '../../../src/model/description.js';
import type { Design } from '../../../src/model/people/experiment-policy.js';
import { Reader } from '../../../src/model/sensing/reader.js';
import { nanoseconds } from '../../../src/model/units.js';
import { madeDescription } from '../../control/made.js';

export const description: Description = madeDescription({
  signals: ['cpu0.instructions', 'package0.energy', 'supply.AC.online'].map(name => ({
    name,
    unit: '',
    kind: 'counter' as const,
  })),
  topology: {
    ...madeDescription().topology,
    supplies: [
      { name: 'AC', type: 'Mains' },
      { name: 'BAT0', type: 'Battery' },
    ],
  },
});

export const design: Design = { a: 'balanced', b: 'kernel', periodMs: 10_000, forMs: 200_000 };

/** An experimenter on a machine of 10 W and 10⁹ instructions a second that is sampled each second; the wall clock begins at 0. */
export class Bench {
  readonly entries: ExperimentEntry[] = [];
  readonly log: string[] = [];
  kept: Course | undefined;
  keepFailure: string | undefined;
  seconds = 0;
  private online = 1;
  instructions: number | undefined = 0;
  readonly experimenter: Experimenter;
  private reader = new Reader(description);
  private joules = 0;
  private work = 0;

  constructor({ governs = true, seed = 5 }: { governs?: boolean; seed?: number } = {}) {
    this.experimenter = new Experimenter({
      governs,
      log: (_, text) => this.log.push(text),
      record: entry => this.entries.push(entry),
      keep: course => {
        if (this.keepFailure !== undefined) throw new Error(this.keepFailure);
        this.kept = course;
      },
      seed: () => seed,
    });
    this.experimenter.hello(description);
  }

  unplug(): void {
    this.online = 0;
  }

  /** One sample a second; returns the policy in force after each. */
  run(seconds: number, newest: (second: number) => boolean = () => true): string[] {
    return Array.from({ length: seconds }, (_, i) => {
      this.seconds++;
      this.joules += this.experimenter.handsOff() ? 12 : 10;
      this.work += 1e9;
      const work = this.instructions === undefined ? Number.NaN : this.work;
      const values = Float64Array.of(work, this.joules * 1e6, this.online);
      const sample = { at: nanoseconds(this.seconds * 1e9), epoch: 1, values };
      this.experimenter.follow(sample, this.reader.read(sample), this.seconds * 1000, newest(i));
      return this.experimenter.handsOff() ? 'kernel' : (this.experimenter.profile() ?? 'none');
    });
  }

  get periods() {
    return this.entries.flatMap(e => (e.period === null ? [] : [e.period]));
  }
}
