import { idleCaps } from '../config/caps.js';
import { incidentsPath } from '../control/paths.js';
import { messageOf } from '../control/protocol/errors.js';
import { ControlServer } from '../control/server/server.js';
import type { Standing } from '../governor/orders/standing-orders.js';
import type { Journal } from '../journal/journal.js';
import { systemClock } from '../machine/linux/procfs/boot-clock.js';
import type { Machine, Outcome } from '../machine/machine.js';
import { kernelLacks } from '../model/kernel-offer.js';
import type { FormFacts } from '../model/people/machine-form.js';
import type { Requested } from '../model/people/requests.js';
import type { TaskAccount } from '../model/tasks/account.js';
import { Answers } from './answers/answers.js';
import { Desktops, type DesktopsOptions } from './answers/desktops.js';
import type { Identity } from './answers/status.js';
import { Watchers } from './answers/watchers.js';
import { Charging } from './charge/charging.js';
import { unmet } from './charge/unmet.js';
import { readCourse, writeCourse } from './experiment/course-file.js';
import { Experimenter } from './experiment/experimenter.js';
import { markedVersion } from './flight/code-mark.js';
import { FlightRecorder } from './flight/flight-recorder.js';
import { JournalWatch } from './journal-watch.js';
import { PowerMemory } from './knowledge/power-memory.js';
import type { LiveConfig } from './live-config.js';
import { BatteryLife } from './loop/battery-life.js';
import { Loop } from './loop/loop.js';
import type { LoopObserver } from './loop/observer.js';
import { Raises } from './loop/raises.js';
import { Recorder } from './loop/recorder.js';
import { UnkeptTarget } from './loop/unkept-target.js';
import { Metrics } from './metrics/metrics.js';
import type { Notify } from './notify.js';
import { Observing } from './observing/observing.js';
import { Promising } from './promising.js';
import { Requests } from './requests/requests.js';
import { StandingNow } from './requests/standing-now.js';
import { Rivalry, type RivalryOptions } from './rivalry.js';
import { Scheduling } from './schedule/scheduling.js';
import { TaskViewing } from './tasks/task-viewing.js';
import { TaskWatch, type TaskWatchOptions } from './tasks/task-watch.js';
import { type Page, Serving } from './web/serving.js';

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
  readonly powerPath: string;
  /** Where overrides and holds are kept. */
  readonly requestsPath: string;
  /** Where full charges are kept that people ask for. */
  readonly chargePath: string;
  readonly stateDir: string;
  /** The page for browsers; undefined where none is served. */
  readonly page: Page | undefined;
  /** Where is kept what schedules did. */
  readonly schedulePath: string;
  /** Where an experiment that runs is kept. */
  readonly experimentPath: string;
  readonly notify: Notify;
  /** Where processes are listed. */
  readonly proc: string;
  /** How to find other daemons that write the same files (rivalry.ts), and whether they may be beside us. */
  readonly rivals: Pick<RivalryOptions, 'look' | 'glance'> & { readonly allowed: boolean };
  readonly taskNames: TaskWatchOptions['names'];
  /** Facts about the hardware for the journal; asked once after start, in the background. */
  readonly inventory: () => Promise<Readonly<Record<string, unknown>> | undefined>;
  /** What the machine shows of its form now. */
  readonly form: () => FormFacts;
  /** Who else is told of each tick. */
  readonly observers: readonly LoopObserver[];
}

const lateMachineMs = 5000;

/**
 * Starts the parts in order and stops them in reverse, so that whatever fails leaves the machine as it was found.
 * Long because it is the one place that knows all of them: each part's own doing is in its file.
 */
export class Daemon {
  private readonly options: DaemonOptions;
  private readonly loop: Loop;
  private readonly recorder: Recorder;
  private readonly observing: Observing;
  private readonly standing: StandingNow;
  private readonly promising: Promising;
  private readonly requests: Requests;
  private readonly experimenter: Experimenter;
  private readonly charging: Charging;
  private readonly scheduling: Scheduling;
  private readonly flight: FlightRecorder;
  private readonly power: PowerMemory;
  private readonly metrics: Metrics;
  private readonly serving: Serving;
  private readonly raises = new Raises();
  private readonly life = new BatteryLife();
  private readonly watchers: Watchers;
  private readonly viewing = new TaskViewing();
  private readonly tasks: TaskWatch;
  private readonly journalWatch: JournalWatch;
  /** What it answers and does when it is asked. */
  readonly answers: Answers;
  private readonly server: ControlServer;
  private readonly desktops: Desktops;
  private readonly started = Date.now();
  private readonly rivalry: Rivalry;
  private stopped: Promise<Outcome | undefined> | undefined;

  constructor(options: DaemonOptions) {
    this.options = options;
    const { machine, journal, config, mode, log, notify } = options;
    const clock = systemClock();
    this.recorder = new Recorder(journal, () => this.observing.verdicts);
    this.standing = new StandingNow(
      config.current,
      options.proc,
      () => performance.now() / 1000,
      log,
      () => machine.sample(),
    );
    this.observing = new Observing({
      feedbackPath: options.feedbackPath,
      heartbeatPath: options.heartbeatPath,
      proc: options.proc,
      log,
      event: (what, wall, detail) => this.recorder.event('feedback', what, wall, detail),
      done: (unit, units) => this.experimenter.told(unit, units),
    });
    this.metrics = new Metrics(log);
    this.serving = new Serving(log);
    this.watchers = new Watchers(machine, () => config.current.cadence);
    this.tasks = new TaskWatch({
      machine,
      account: () => config.current.taskAccount,
      viewing: this.viewing,
      names: options.taskNames,
      publish: account => this.loop.account(account),
      unaccounted: (why, wall) => this.recorder.event('tasks', 'off', wall * 1000, { why }),
      stopwatch: () => performance.now(),
      log,
    });
    this.journalWatch = new JournalWatch(journal, log);
    this.charging = new Charging({
      path: options.chargePath,
      bootId: clock.bootId,
      config: () => config.current.charge,
      log,
      event: (what, wall, detail) => this.recorder.event('charge', what, wall, detail),
    });
    this.answers = new Answers({
      machine,
      requests: () => this.requests,
      experimenter: () => this.experimenter,
      charging: this.charging,
      keepsCharge: () => !config.current.charge.restore,
      reclaim: controls => this.loop.reclaim(controls),
      observing: this.observing,
      watchers: this.watchers,
      tasks: this.tasks,
      taskNames: options.taskNames,
      requested: () => this.requested(),
      loop: () => this.loop.state(),
      identity: () => this.identity(),
    });
    this.server = new ControlServer(options.socketPath, this.answers, { readPath: options.readSocketPath });
    this.desktops = new Desktops(options, lap => this.answers.forDesktops(lap));
    this.promising = new Promising({
      configured: () => config.current.promised,
      form: options.form,
      log,
      changed: ({ promised, why }) => {
        this.recorder.event('promise', promised.in, Date.now(), { most: promised.most, why });
        this.requests.promise();
      },
    });
    this.requests = new Requests({
      path: options.requestsPath,
      standing: () => this.standing.again(Date.now()),
      promised: () => this.promising.inForce.promised,
      supply: this.standing,
      remember: () => config.current.remember,
      overReboot: () => config.current.rememberOverReboot,
      kernelReflex: () => config.current.kernelReflex,
      actions: () => config.current.actions,
      clock,
      log,
      event: (kind, what, wall, detail) => this.recorder.event(kind, what, wall, detail),
      changed: () => {
        machine.sample();
        this.server.changed();
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
        // Whoever asks for the report means what there is now, not when a quiet machine's minute is over.
        this.recorder.flushNow(Date.now());
      },
      keep: course => writeCourse(options.experimentPath, course),
      seed: () => Math.floor(Math.random() * 2 ** 32),
    });
    this.scheduling = new Scheduling({
      stateDir: options.stateDir,
      path: options.schedulePath,
      bootId: clock.bootId,
      log,
      appoint: (profile, detail) => this.requests.appoint(profile, detail),
    });
    this.power = new PowerMemory({ path: options.powerPath, proc: options.proc, log });
    this.flight = new FlightRecorder({
      directory: incidentsPath(options.stateDir),
      version: markedVersion(options.version),
      log,
      event: (what, wall, detail) => this.recorder.event('incident', what, wall, detail),
    });
    const unkept = new UnkeptTarget((what, why) => this.loop.notice(what, why));
    this.loop = new Loop({
      machine,
      recorder: this.recorder,
      mode,
      requested: (onMains, wall, charge) => {
        this.charging.follow(onMains, wall);
        return this.requested(this.standing.at(onMains, wall, charge));
      },
      cadence: () => config.current.cadence,
      mover: (profile, wall) => this.observing.mover(profile, wall),
      progress: () => this.observing.progress(),
      tasks: () => this.viewing.view,
      trial: this.experimenter,
      observers: [
        this.promising,
        this.viewing,
        this.tasks,
        this.watchers,
        this.metrics,
        this.raises,
        this.life,
        // What is recalled is part of what a recording begins with.
        this.power,
        this.flight,
        this.recorder,
        this.experimenter,
        unkept,
        { account: account => this.used(account) },
        ...options.observers,
      ],
      wallClock: Date.now,
      stopwatch: () => performance.now(),
      completed: () => {
        notify.alive(performance.now());
        this.journalWatch.look();
        this.rivalry.tick(performance.now() / 1000);
        this.desktops.changed();
        this.scheduling.look(Date.now());
        this.promising.look(performance.now() / 1000);
        this.watchers.tell();
      },
      keepsCharge: () => !config.current.charge.restore,
      standsBack: () => this.rivalry.standsBack,
      chosen: word => this.requests.follows(word),
      suspects: () => this.rivalry.suspects(),
      log,
    });
  }

  /** Socket first (it is also the lock against a second instance), then the machine, then the journal's run. */
  async start(): Promise<void> {
    const { machine, journal, config, mode, notify, log, version, page } = this.options;
    try {
      await this.server.listen();
      await this.observing.listen();
      await this.rivalry.meet();
      this.resumeExperiment();
      await this.metrics.start(config.current.metrics, () => this.answers.status());
      if (page !== undefined) await this.serving.start(page);
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
      this.watchers.setCadence();
      await this.scheduling.configure(config.current);
      config.follow(() => this.reconfigured());
      this.warn();
      const absent = description.missing.length;
      if (absent > 0)
        log(
          'info',
          `this machine does not offer ${absent} of the things that can be used; latticectl doctor lists them`,
        );
      notify.ready(
        `${mode === 'govern' ? 'governing' : 'observing'} ${description.kind}, profile ${this.requests.requested().profile}`,
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

  /**
   * What is still held is fetched, then the machine is put back: what comes after may fail without harm. Resolves with what the kernel made of that;
   * undefined where it could not be heard.
   */
  stop(): Promise<Outcome | undefined> {
    this.stopped ??= this.stopInOrder();
    return this.stopped;
  }

  /** The address of its page, with what lets change things; undefined where none is served. */
  get pageAddress(): string | undefined {
    return this.serving.address;
  }

  /** Another configuration is in force: a quiet machine must not let it wait. */
  private reconfigured(): void {
    this.standing.reconfigure(this.options.config.current);
    this.promising.follow();
    void this.scheduling.configure(this.options.config.current);
    this.watchers.setCadence();
    this.warn();
    this.loop.keep();
    this.options.machine.sample();
  }

  /** What is configured and means nothing on this machine. */
  private warn(): void {
    const description = this.loop.state()?.stages.description;
    if (description === undefined) return;
    const { current } = this.options.config;
    const { policies } = description.topology;
    const caps = policies.length === 0 ? [] : idleCaps(current, Math.max(...policies.map(p => p.hw_max)));
    const lacking = current.kernelReflex ? kernelLacks(description) : undefined;
    const kernel = lacking === undefined ? [] : [`[reflex] kernel: ${lacking}: the reflex goes on without it`];
    for (const warning of [...caps, ...unmet(current.charge, description), ...kernel])
      this.options.log('warning', warning);
  }

  private used(account: TaskAccount): void {
    const work = this.observing.worked(account);
    this.recorder.used(account, work);
    this.metrics.used(account, work);
  }

  private resumeExperiment(): void {
    try {
      const course = readCourse(this.options.experimentPath);
      if (course !== undefined) this.experimenter.resume(course, Date.now());
    } catch (error) {
      this.options.log('warning', `an experiment is given up: ${messageOf(error)}`);
    }
  }

  private requested(standing?: Standing): Requested {
    const requested = this.requests.requested(standing);
    const asked = this.experimenter.during(requested, this.requests.forATime(), Date.now(), standing?.source);
    return this.charging.join(asked);
  }

  private async stopInOrder(): Promise<Outcome | undefined> {
    const { machine, journal, notify } = this.options;
    notify.stopping();
    this.options.config.close();
    this.rivalry.close();
    // The bus may be gone already, and nothing may keep the machine from being put back.
    try {
      this.desktops.stop();
      this.requests.stop();
      await this.loop.takeLast();
      await this.tasks.finish(Date.now());
    } catch (error) {
      this.options.log('warning', `while stopping: ${messageOf(error)}`);
    }
    this.loop.rest();
    const late = new Promise<undefined>(resolve => {
      setTimeout(() => resolve(undefined), lateMachineMs).unref();
    });
    const left = await Promise.race([machine.stop(), late]);
    this.power.keep(Date.now());
    await this.flight.close();
    this.recorder.flushNow(Date.now());
    await journal.close();
    this.journalWatch.look();
    this.metrics.close();
    this.serving.close();
    await this.observing.close();
    await this.server.close();
    return left;
  }

  private identity(): Identity {
    const { version, journal } = this.options;
    const requested = this.requests.status();
    return {
      version,
      pid: process.pid,
      started: this.started,
      profile: this.experimenter.profile() ?? requested.profile,
      profileWhy: this.requests.why(),
      asked: requested,
      promise: this.promising.inForce,
      verdicts: this.observing.verdicts,
      raises: this.raises,
      life: this.life,
      experiment: this.experimenter.status(),
      hints: this.observing.hinted(),
      hintCounts: this.observing.hintCounts,
      rivals: this.rivalry.names,
      desktop: this.desktops.status(),
      journal: journal.health(),
    };
  }
}
