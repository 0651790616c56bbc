import type { Asker } from '../control/asker.js';
import type { Change } from '../control/change.js';
import { messageOf } from '../control/errors.js';
import type {
  ExperimentAnswer,
  ExperimentWish,
  FeedbackStatus,
  FeedbackWish,
  Status,
  TracedSignal,
} from '../control/messages.js';
import { incidentsPath } from '../control/paths.js';
import { ControlServer } from '../control/server.js';
import type { Changed } from '../control/wishes.js';
import type { Asked } from '../governor/asked.js';
import { checkOverride } from '../governor/override-check.js';
import type { Standing } from '../governor/standing.js';
import type { Journal, JournalHealth } from '../journal/journal.js';
import type { Machine } from '../machine/machine.js';
import type { Description } from '../model/description.js';
import { systemClock } from './boot-clock.js';
import { Desktops, type DesktopsOptions } from './desktops.js';
import { readCourse, writeCourse } from './experiment/course-file.js';
import { Experimenter } from './experiment/experimenter.js';
import { FlightRecorder } from './flight/flight-recorder.js';
import type { LiveConfig } from './live-config.js';
import { Loop, type LoopState } from './loop.js';
import type { MetricsEndpoint } from './metrics/endpoint.js';
import type { Notify } from './notify.js';
import { Observing } from './observing.js';
import { Recorder } from './recorder.js';
import { Rivalry, type RivalryOptions } from './rivalry.js';
import { Scheduling } from './schedule/scheduling.js';
import { StandingNow } from './standing-now.js';
import { type Identity, statusOf } from './status.js';
import { type Made, Wishes } from './wishes.js';

export interface DaemonOptions extends DesktopsOptions {
  readonly machine: Machine;
  readonly journal: Journal;
  readonly config: LiveConfig;
  readonly mode: 'govern' | 'observe';
  readonly socketPath: string;
  /** Its twin for everybody. */
  readonly readSocketPath: string;
  /** Where applications say how much they have done. */
  readonly heartbeatPath: string;
  /** Where people's feedback is kept. */
  readonly feedbackPath: string;
  /** Where overrides and holds are kept. */
  readonly wishesPath: string;
  readonly stateDir: string;
  /** Where is kept what schedules did. */
  readonly schedulePath: string;
  /** Where an experiment that runs is kept. */
  readonly experimentPath: string;
  readonly notify: Notify;
  /** Where processes are listed. */
  readonly proc: string;
  /** How to find other daemons that write the same files (rivalry.ts), and whether they may be beside us. */
  readonly rivals: Pick<RivalryOptions, 'look' | 'glance'> & { readonly allowed: boolean };
  /** Facts about the hardware for the journal; asked once after start, in the background. */
  readonly inventory: () => Promise<Readonly<Record<string, unknown>> | undefined>;
}

const lateMachineMs = 5000;

/** Starts the parts in order and stops them in reverse, so that whatever fails leaves the machine as it was found. */
export class Daemon {
  private readonly options: DaemonOptions;
  private readonly loop: Loop;
  private readonly recorder: Recorder;
  private readonly observing: Observing;
  private readonly standing: StandingNow;
  private readonly wishes: Wishes;
  private readonly experimenter: Experimenter;
  private readonly scheduling: Scheduling;
  private readonly flight: FlightRecorder;
  private metrics: MetricsEndpoint | undefined;
  private readonly listeners = new Set<() => void>();
  private readonly server: ControlServer;
  private readonly desktops: Desktops;
  private readonly started = Date.now();
  private readonly rivalry: Rivalry;
  private stopped: Promise<void> | undefined;
  /** What was last said of the journal. */
  private told: Pick<JournalHealth, 'failure' | 'movedAside'> = { failure: undefined, movedAside: undefined };

  constructor(options: DaemonOptions) {
    this.options = options;
    const { machine, journal, config, mode, log, notify } = options;
    this.recorder = new Recorder(journal);
    this.standing = new StandingNow(config.current, options.proc, () => performance.now() / 1000);
    this.observing = new Observing({
      feedbackPath: options.feedbackPath,
      heartbeatPath: options.heartbeatPath,
      log,
      event: (what, wall, detail) => this.recorder.event('feedback', what, wall, detail),
    });
    const source = {
      status: () => this.status(),
      description: () => this.description(),
      signals: (name: string | undefined) => this.signals(name),
      feedback: (say: FeedbackWish) => this.feedback(say),
      wishes: () => this.answer({ ...this.wishes.status(), made: null }),
      change: (change: Change, who: Asker, client: object) => this.change(change, who, client),
      left: (client: object) => this.wishes.left(client),
      experiment: (wish: ExperimentWish) => this.experiment(wish),
      onTick: (listener: () => void) => this.onTick(listener),
    };
    this.desktops = new Desktops(options, {
      ...source,
      current: () => this.wishes.asked(),
      wishes: () => this.wishes.status(),
      degraded: () => (this.bySafety() ? 'high-operating-temperature' : ''),
      cpuDriver: () => this.loop.state()?.stages.description.topology.policies[0]?.driver ?? 'lattice',
    });
    this.wishes = new Wishes({
      path: options.wishesPath,
      standing: () => this.standing.again(Date.now()),
      remember: () => config.current.remember,
      clock: systemClock(),
      log,
      event: (kind, what, wall, detail) => this.recorder.event(kind, what, wall, detail),
      changed: () => {
        machine.sample();
        this.desktops.changed();
      },
    });
    this.rivalry = new Rivalry({
      ...options.rivals,
      governs: mode === 'govern',
      beside: () => options.rivals.allowed || config.current.besideRivals,
      log,
      event: (what, why) => this.recorder.event('rivals', what, Date.now(), { why }),
      changed: () => machine.sample(),
    });
    this.experimenter = new Experimenter({
      governs: mode === 'govern',
      log,
      record: entry => {
        this.recorder.experiment(entry);
        // Whoever waited for the end asks for the report now, not when a quiet machine's minute is over.
        if (entry.experiment.ended !== null) this.recorder.flushNow(Date.now());
      },
      keep: course => writeCourse(options.experimentPath, course),
      seed: () => Math.floor(Math.random() * 2 ** 32),
    });
    this.scheduling = new Scheduling({
      stateDir: options.stateDir,
      path: options.schedulePath,
      bootId: systemClock().bootId,
      log,
      appoint: (profile, detail) => this.wishes.appoint(profile, detail),
    });
    this.flight = new FlightRecorder({
      directory: incidentsPath(options.stateDir),
      version: options.version,
      log,
      event: (what, wall, detail) => this.recorder.event('incident', what, wall, detail),
    });
    this.loop = new Loop({
      machine,
      recorder: this.recorder,
      mode,
      asked: (onMains, wall) => this.asked(this.standing.at(onMains, wall)),
      cadence: () => config.current.cadence,
      mover: (profile, wall) => this.observing.mover(profile, wall),
      progress: () => this.observing.progress(),
      trial: this.experimenter,
      flight: this.flight,
      measured: reading => this.metrics?.totals.follow(reading),
      wallClock: Date.now,
      stopwatch: () => performance.now(),
      completed: () => {
        notify.alive(performance.now());
        this.watchJournal();
        this.rivalry.tick(performance.now() / 1000);
        this.desktops.changed();
        this.scheduling.look(Date.now());
        for (const listener of this.listeners) listener();
      },
      standsBack: () => this.rivalry.standsBack,
      suspects: () => this.rivalry.suspects(),
      log,
    });
    this.server = new ControlServer(options.socketPath, source, { readPath: options.readSocketPath });
  }

  /** Socket first (it is also the lock against a second instance), then the machine, then the journal's run. */
  async start(): Promise<void> {
    const { machine, journal, config, mode, notify, log, version } = this.options;
    try {
      await this.server.listen();
      await this.observing.listen();
      this.rivalry.meet();
      this.resumeExperiment();
      await this.serveMetrics();
      const description = await machine.start(this.loop);
      if (mode === 'govern' && !description.controls.some(c => c.writable)) {
        log('warning', 'no limit may be written here (latticectl doctor says why): nothing is governed');
      }
      journal.begin({
        started: this.started,
        bootId: description.bootId,
        version,
        machine: description.kind,
        simulated: description.simulated,
      });
      this.setCadence();
      await this.scheduling.configure(config.current);
      config.follow(() => this.reconfigured());
      const absent = description.missing.length;
      if (absent > 0)
        log(
          'info',
          `this machine does not offer ${absent} of the things that can be used; latticectl doctor lists them`,
        );
      notify.ready(
        `${mode === 'govern' ? 'governing' : 'observing'} ${description.kind}, profile ${this.wishes.asked().profile}`,
      );
      void this.desktops.start();
      void this.options.inventory().then(facts => {
        if (facts !== undefined) journal.inventory({ ...facts, simulated: description.simulated });
      });
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** The machine is put back first: what comes after may fail without harm. */
  stop(): Promise<void> {
    this.stopped ??= this.stopInOrder();
    return this.stopped;
  }

  /** Somebody watches: held-back batches would make a live view stutter, so they are asked for each second until nobody does. */
  onTick(listener: () => void): () => void {
    this.listeners.add(listener);
    if (this.listeners.size === 1) this.setCadence();
    return () => {
      if (this.listeners.delete(listener) && this.listeners.size === 0) this.setCadence();
    };
  }

  private setCadence(): void {
    const { cadence } = this.options.config.current;
    this.options.machine.cadence(this.listeners.size === 0 ? cadence : { ...cadence, batchSeconds: 1 });
  }

  /** Another configuration is in force: a quiet machine must not let it wait. */
  private reconfigured(): void {
    this.standing.reconfigure(this.options.config.current);
    void this.scheduling.configure(this.options.config.current);
    this.setCadence();
    this.options.machine.sample();
  }

  description(): Description {
    return this.described().stages.description;
  }

  signals(name: string | undefined): readonly TracedSignal[] {
    const { traces } = this.described();
    if (name === undefined) return traces.list();
    const signal = traces.signal(name);
    if (signal !== undefined) return [signal];
    throw new Error(
      `no signal ${name}, expected one of ${traces
        .list()
        .map(s => s.name)
        .join(', ')}`,
    );
  }

  private feedback(say: FeedbackWish): FeedbackStatus {
    const { last } = this.described();
    // On which power source it is said is not known before the first sample.
    if (last === undefined) throw new Error('nothing was sampled yet: try again in a second');
    const now = Date.now();
    const { profile } = this.asked();
    const heard = this.observing.hear(say, { profile, onMains: last.reading.onMains, now });
    if (say !== 'show') this.experimenter.disturbed('feedback', now);
    return heard;
  }

  private experiment(wish: ExperimentWish): ExperimentAnswer {
    if (wish.do === 'start') this.experimenter.start(wish, Date.now());
    if (wish.do === 'stop') this.experimenter.stop(Date.now());
    if (wish.do !== 'show') this.options.machine.sample();
    return { running: this.experimenter.status() };
  }

  /** Loaded only where somebody wants it; a daemon without it still governs. */
  private async serveMetrics(): Promise<void> {
    const { config, log } = this.options;
    const { metrics: listen } = config.current;
    if (listen === undefined) return;
    const { MetricsEndpoint } = await import('./metrics/endpoint.js');
    const endpoint = new MetricsEndpoint(listen, () => this.status());
    try {
      await endpoint.listen();
      this.metrics = endpoint;
    } catch (error) {
      log('warning', `no metrics are served: ${messageOf(error)}`);
    }
  }

  private resumeExperiment(): void {
    try {
      const course = readCourse(this.options.experimentPath);
      if (course !== undefined) this.experimenter.resume(course, Date.now());
    } catch (error) {
      this.options.log('warning', `an experiment is given up: ${messageOf(error)}`);
    }
  }

  private asked(standing?: Standing): Asked {
    return this.experimenter.during(this.wishes.asked(standing), this.wishes.forATime(), Date.now());
  }

  private change(change: Change, who: Asker, client: object): Changed {
    const wrong = change.op === 'override' ? checkOverride(change.wish, this.description()) : undefined;
    if (wrong !== undefined) throw new Error(wrong);
    return this.answer(this.wishes.change(change, who, client));
  }

  private answer(made: Made): Changed {
    const { kind: machine, simulated } = this.description();
    return { ...made, machine, simulated };
  }

  status(): Status {
    return statusOf(this.described(), this.identity(), Date.now());
  }

  private described(): LoopState {
    const state = this.loop.state();
    if (state === undefined) throw new Error('the machine has not described itself yet');
    return state;
  }

  private async stopInOrder(): Promise<void> {
    const { machine, journal, notify } = this.options;
    notify.stopping();
    this.options.config.close();
    this.desktops.stop();
    this.wishes.stop();
    this.loop.rest();
    await Promise.race([machine.stop(), new Promise(resolve => setTimeout(resolve, lateMachineMs).unref())]);
    await this.flight.close();
    this.recorder.flushNow(Date.now());
    await journal.close();
    this.watchJournal();
    this.metrics?.close();
    await this.observing.close();
    await this.server.close();
  }

  /** A journal that can't be written stops nothing, so it has to be said: once when it begins, once when it is over. */
  private watchJournal(): void {
    const { failure, movedAside } = this.options.journal.health();
    const { log } = this.options;
    if (movedAside !== undefined && movedAside !== this.told.movedAside) {
      log('warning', `the journal was damaged: it is kept as ${movedAside}, and a new one is begun`);
    }
    if (failure !== undefined && failure !== this.told.failure) log('error', `no journal is written: ${failure}`);
    if (failure === undefined && this.told.failure !== undefined) log('info', 'the journal is written again');
    this.told = { failure, movedAside };
  }

  private identity(): Identity {
    const { version, journal } = this.options;
    const asked = this.wishes.status();
    return {
      version,
      pid: process.pid,
      started: this.started,
      profile: this.experimenter.profile() ?? asked.profile,
      profileWhy: this.wishes.why(),
      asked,
      experiment: this.experimenter.status(),
      rivals: this.rivalry.names,
      desktop: this.desktops.status(),
      journal: journal.health(),
    };
  }

  /** Whether heat holds some limit down. */
  private bySafety(): boolean {
    const decisions = this.loop.state()?.last?.decisions ?? [];
    return decisions.some(d => d.reasons.some(r => r.priority === 'safety'));
  }
}
