/**
 * Replay: runs the pure code again over a recording and compares the result with the recorded decisions.
 *
 * 1. What the rules had learned before the first sample is taken from the recording, if a daemon of this version wrote it; otherwise they start from
 *    nothing.
 * 2. Each sample goes through tick() with the requests of that time, the budget that observers had made, what was known of tasks, and the
 *    progress that was reported.
 * 3. The decisions are compared with the recorded ones, and the differences are collected.
 *
 * The samples stay as they were: how the machine would have behaved under other limits is unknown.
 */

import type { Description } from '../../model/description.js';
import type { Budget } from '../../model/people/profiles.js';
import type { Requested } from '../../model/people/requests.js';
import type { Sample } from '../../model/sensing/sample.js';
import { type Pipeline, pipelineFor } from '../pipeline.js';
import { tick } from '../tick.js';
import { type Alternative, under } from './alternatives.js';
import { type Difference, Differences } from './differences.js';
import { type Learned, type Restored, restoreLearned } from './learned.js';
import type { Decided, Incident, Note } from './notes.js';
import type { Entry } from './recording.js';
import { RecordingError } from './recording-error.js';

export interface Replay {
  readonly incident: Incident | null;
  readonly machine: string;
  readonly simulated: boolean;
  /** UTC ms of the first and the last sample. */
  readonly from: number;
  readonly until: number;
  readonly samples: number;
  /** Whether the rules started with what they had learned at that time. */
  readonly learned: boolean;
  /** Number of samples at which a decision differed. */
  readonly differing: number;
  readonly differences: readonly Difference[];
}

/** Decodes a recorded image of what the rules had learned; throws if it is damaged. */
export type Decode = (image: string) => Learned;

/** Plays entries through the rules as they are, or through an alternative. An image is restored only if it is of `version`. */
export class Player {
  private readonly path: string;
  private readonly version: string;
  private readonly decode: Decode;
  private readonly other: Alternative | undefined;
  private stages: Pipeline | undefined;
  private requested: Requested | undefined;
  private budget: Budget | undefined;
  private progress: Extract<Note, { t: 'progress' }>['progress'] = [];
  private tasks: Extract<Note, { t: 'tasks' }>['tasks'] = null;
  private incident: Incident | null = null;
  private learned = false;
  private offset = 0;
  private readonly differences = new Differences();
  private readonly recorded = new Map<string, Decided>();
  private span: { first: number; last: number; samples: number } | undefined;
  /** The decisions of a sample, until the note of the recorded decisions arrives. */
  private waiting: { readonly otherwise: ReadonlyMap<string, Decided>; readonly wall: number } | undefined;

  constructor(path: string, version: string, decode: Decode, other: Alternative | undefined) {
    this.path = path;
    this.version = version;
    this.decode = decode;
    this.other = other;
  }

  take(entry: Entry): void {
    if ('note' in entry) {
      this.note(entry.note);
      return;
    }
    this.compare();
    if ('sample' in entry) this.sample(entry.sample);
    else this.hello(entry.hello, entry.countersAnew !== true);
  }

  result(): Replay {
    this.compare();
    const { stages, span, incident, learned, differences } = this;
    if (stages === undefined || span === undefined) throw new RecordingError(this.path, 0, 'no sample to replay');
    return {
      incident,
      machine: stages.description.kind,
      simulated: stages.description.simulated,
      from: span.first,
      until: span.last,
      samples: span.samples,
      learned,
      differing: differences.ticks,
      differences: differences.all(),
    };
  }

  private hello(description: Description, sameCounters: boolean): void {
    this.stages = this.ruled(pipelineFor(description, this.stages, sameCounters));
    this.recorded.clear();
  }

  private note(note: Note): void {
    switch (note.t) {
      case 'incident':
        this.incident = note.incident;
        return;
      case 'clock':
        this.offset = note.clock.wall - note.clock.at / 1e6;
        return;
      case 'learned':
        if (note.learned.version === this.version) this.recall(note.learned.image);
        return;
      case 'asked':
        // Rules detect a change by object identity.
        if (JSON.stringify(this.requested) !== JSON.stringify(note.asked)) this.requested = note.asked;
        return;
      case 'budget':
        this.budget = note.budget;
        return;
      case 'tasks':
        this.tasks = note.tasks;
        return;
      case 'progress':
        this.progress = note.progress;
        return;
      case 'decided':
        for (const decided of note.decided) {
          if (Object.keys(decided.limits).length > 0) this.recorded.set(decided.scope, decided);
          else this.recorded.delete(decided.scope);
        }
        return;
    }
  }

  private recall(image: string): void {
    const { stages, requested } = this.recalled(image);
    // There are no writes in a replay: the last one sent would stay pending forever.
    stages.custody.forget();
    this.stages = this.ruled(stages);
    this.requested = requested;
    this.learned = true;
  }

  private recalled(image: string): Restored {
    try {
      return restoreLearned(this.decode(image));
    } catch (error) {
      throw new RecordingError(this.path, 0, error instanceof Error ? error.message : String(error));
    }
  }

  private ruled(stages: Pipeline): Pipeline {
    return this.other === undefined ? stages : under(stages, this.other);
  }

  private sample(sample: Sample): void {
    const { stages, requested, budget, progress, tasks, other } = this;
    if (stages === undefined || requested === undefined)
      throw new RecordingError(
        this.path,
        0,
        'a sample before what was asked for then, expected a recording of latticed',
      );
    const asked = other?.profile === undefined ? requested : { ...requested, profile: other.profile };
    const moved = other?.profile === undefined ? budget : undefined;
    const { decisions } = tick(stages, sample, asked, usual => moved ?? usual, progress, tasks ?? undefined);
    this.progress = [];
    const wall = Math.round(sample.at / 1e6 + this.offset);
    this.span = { first: this.span?.first ?? wall, last: wall, samples: (this.span?.samples ?? 0) + 1 };
    this.waiting = { otherwise: new Map(decisions.map(noted)), wall };
  }

  private compare(): void {
    if (this.waiting === undefined) return;
    this.differences.follow(this.recorded, this.waiting.otherwise, this.waiting.wall);
    this.waiting = undefined;
  }
}

const noted = ({ scope, limits, reasons }: Decided): [string, Decided] => [scope, { scope, limits, reasons }];
