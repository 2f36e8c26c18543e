/**
 * The one state of the page. Everything on screen is a function of (trace, cursor, selection); this file holds those
 * three and the scenario that made the trace, and nothing else decides what is shown.
 */
import type { Picture } from '../../diagram/layout/picture';
import { chaptersOf } from '../../diagram/steps/chapters';
import { keepersOf } from '../../diagram/steps/secrecy';
import { stepsOf } from '../../diagram/steps/steps';
import type { Depth, Step } from '../../diagram/steps/step';
import { before } from '../../lesson/withhold';
import type { Plain } from '../../scenario/interventions';
import type { Settings } from '../../scenario/knobs/table';
import { linkOf, scenarioOf } from '../../scenario/text/recorded';
import { toLink } from '../../scenario/text/link';
import { emptyScenario, fork, problems, withKnobs, type Problem, type Scenario } from '../../scenario/scenario';
import type { Intervention } from '../../sim/interventions';
import type { Entry } from '../../trace/entry';
import type { Trace } from '../../trace/trace';
import { messageOf } from '../runs/failure';
import type { Source } from '../runs/messages';
import { Runner } from '../runs/runner';
import { freshMoments, momentAt, nothingFresh, samePlace, stopAt } from './place';
import { isBetween, pictureOf, ready, type Look } from './ready';
import type { Now } from './tree';
import { firstWords as words } from '../../strings/en/page/first';

/** What the learner reads when something cannot be used. */
export interface Trouble {
  readonly title: string;
  readonly lines: readonly string[];
}

export const depths: readonly Depth[] = ['story', 'dialogue', 'segments', 'octets'];
export const speeds: readonly number[] = [0.5, 1, 2, 4];

/** How long a step stays at speed 1, in ms: read once, not raced through. */
const PACE = 1100;

export class Stage {
  scenario = $state.raw<Scenario>(emptyScenario);
  speed = $state(1);
  playing = $state(false);
  trouble = $state.raw<Trouble | null>(null);
  /** The scenario before the last change, to compare with; null before there was one. */
  before = $state.raw<Scenario | null>(null);
  /** While a prediction is open, the moment from which everything is withheld. */
  withheldFrom = $state<string | null>(null);

  /** Moments that the last change of knobs brought, for as long as it is the last. */
  fresh = $state.raw<ReadonlySet<string>>(nothingFresh);
  /** A run is on its way to the stage; what stands there is the one before. */
  making = $state(false);
  /** The learner stopped the making of a run. */
  stopped = $state(false);
  /** How the run is looked at, and how it will be once that can be shown without holding anybody up. */
  #look = $state.raw<Look>({ depth: 'dialogue', reader: 'client', room: null });
  #wished = this.#look;
  #run = $state.raw<Trace | null>(null);
  #entry = $state(0);
  #selection = $state<number | null>(null);
  #turn = 0;
  #again: () => Promise<void> = () => Promise.resolve();
  readonly #runner = new Runner();

  /** What stands on stage is not what the scenario says. */
  readonly old: boolean = $derived(this.making || this.stopped);

  /** The whole run, for whoever must answer a prediction; nothing on screen may read it. */
  readonly run = $derived(this.#run);
  /** The run as far as it may be seen. */
  readonly trace = $derived(
    this.#run !== null && this.withheldFrom !== null ? before(this.#run, this.withheldFrom) : this.#run,
  );
  /** Who may read: those who logged the secrets of some connection's TLS; nobody where there is none. */
  readonly keepers: readonly string[] = $derived(this.trace ? keepersOf(this.trace) : []);
  readonly depth: Depth = $derived(this.#look.depth);
  readonly reader: string = $derived(this.#look.reader);
  /** Labels say what messages mean. */
  readonly taught: boolean = $derived(this.#look.taught === true);
  readonly between: boolean = $derived(this.trace !== null && isBetween(this.trace, this.reader));
  readonly steps: readonly Step[] = $derived(this.trace ? stepsOf(this.trace, this.depth, this.between) : []);
  /** Laid out; null while there is no room for it. */
  readonly picture: Picture | null = $derived(this.trace ? pictureOf(this.trace, this.#look) : null);
  readonly chapters = $derived(this.trace ? chaptersOf(this.trace) : []);
  readonly problems: readonly Problem[] = $derived(problems(this.scenario));
  /** Index of the step under the cursor. */
  readonly cursor = $derived(stopAt(this.steps, this.#entry));
  readonly step: Step | null = $derived(this.steps[this.cursor] ?? null);
  /** The entry that the inspector shows: what was chosen, else what the cursor stands on. */
  readonly subject: Entry | null = $derived(this.trace?.entries[this.#selection ?? this.step?.entry ?? -1] ?? null);
  readonly moment: string | null = $derived(this.trace && this.step ? momentAt(this.trace, this.#entry) : null);
  readonly atEnd = $derived(this.cursor >= this.steps.length - 1);
  /** What has happened at the cursor, by entries: all up to `until`, and the step itself after `since`. */
  readonly now: Now = $derived({
    since: this.steps[this.cursor - 1]?.entry ?? -1,
    until: this.atEnd ? (this.trace?.entries.length ?? 0) - 1 : Math.max(this.step?.entry ?? -1, this.subject?.n ?? -1),
  });

  /** Runs a scenario and keeps the place, or goes to the moment that is named. */
  async play(scenario: Scenario, moment: string | null = null): Promise<void> {
    if (this.#run && linkOf(this.#run) !== toLink(scenario, null)) this.before = scenarioOf(this.#run);
    this.scenario = scenario;
    if (this.problems.length > 0) return;
    const link = toLink(scenario, null);
    this.#again = () => this.play(scenario, moment);
    await this.#bring({ link }, words.trouble.run, (trace) => this.show(trace, moment));
  }

  /** Reads a saved trace, where runs are made, and puts it on the stage; the title is of what may be wrong with it. */
  open(file: Blob, title: string): Promise<void> {
    this.#again = () => this.open(file, title);
    return this.#bring({ file }, title, (trace) => {
      this.scenario = scenarioOf(trace);
      this.show(trace);
    });
  }

  async #bring(source: Source, title: string, show: (trace: Trace) => void): Promise<void> {
    const turn = ++this.#turn;
    const wanted = (): boolean => turn === this.#turn;
    [this.making, this.stopped] = [true, false];
    try {
      const trace = await this.#runner.make(source);
      if (trace && (await this.#ready(trace, wanted))) show(trace);
    } catch (error) {
      if (wanted()) this.trouble = { title, lines: [messageOf(error)] };
    } finally {
      if (wanted()) this.making = false;
    }
    setTimeout(() => this.#runner.provide(), 500);
  }

  /** All that another run may need is fetched, so that it comes without a network. */
  fetchAhead(): void {
    this.#runner.ahead();
  }

  /** Looks at the run otherwise: nearer, with other eyes, in other room. */
  async look(otherwise: Partial<Look>): Promise<void> {
    this.#wished = { ...this.#wished, ...otherwise };
    const { trace } = this;
    if (!trace || (await this.#ready(trace, () => trace === this.trace))) this.#look = this.#wished;
  }

  /** False as soon as nobody wants it any more; who wishes to look otherwise meanwhile waits for that. */
  async #ready(trace: Trace, wanted: () => boolean): Promise<boolean> {
    for (;;) {
      const look = this.#wished;
      if (!(await ready(trace, look, wanted))) return false;
      if (look === this.#wished) return true;
    }
  }

  /** Gives up the run that is being made; the one before stays. */
  stop(): void {
    if (!this.making) return;
    this.#turn++;
    [this.making, this.stopped] = [false, true];
    this.#runner.stop();
  }

  /** Makes what was stopped after all. */
  again(): Promise<void> {
    return this.#again();
  }

  /** Puts a trace on the stage, made here or opened from a file. */
  show(trace: Trace, moment: string | null = null): void {
    this.#turn++;
    [this.making, this.stopped] = [false, false];
    const there = moment === null ? undefined : trace.moments.get(moment);
    const place = there ?? (this.#run ? samePlace(this.#run, this.#entry, trace) : 0);
    this.fresh = this.#run && moment === null ? freshMoments(this.#run, trace) : nothingFresh;
    [this.#look, this.#run] = [this.#wished, trace];
    this.#entry = place;
    this.#selection = null;
  }

  set(changes: Settings): Promise<void> {
    return this.play(withKnobs(this.scenario, changes));
  }

  /** Acts in the past: the run up to the moment stays, what follows it is another. */
  interfere(what: Intervention | Plain, moment: string): Promise<void> {
    return this.play(fork(this.scenario, moment, what));
  }

  /** To an entry, which is then what the inspector shows; the cursor stands on the step that shows it. */
  goTo(entry: number): void {
    this.#entry = entry;
    this.#selection = null;
    const { step } = this;
    if (step && step.entry !== entry) this.#selection = entry;
  }

  /** To the step that shows a moment; finer depths find the moment itself. */
  goToMoment(moment: string): void {
    const entry = this.trace?.moments.get(moment);
    if (entry === undefined) return;
    this.#entry = entry;
    this.#selection = null;
  }

  /** To a step by its index; past the ends it stops at them. */
  goToStep(index: number): void {
    const step = this.steps[Math.max(0, Math.min(this.steps.length - 1, index))];
    if (step) this.goTo(step.entry);
  }

  move(by: number): void {
    this.playing = false;
    this.goToStep(this.cursor + by);
  }

  togglePlay(): void {
    if (!this.playing && this.atEnd) this.goToStep(0);
    this.playing = !this.playing && this.steps.length > 0;
  }

  /** One beat of playing; the caller keeps time. Returns how long the next step stays, in ms, or null at the end. */
  beat(): number | null {
    if (this.atEnd) this.playing = false;
    else this.goToStep(this.cursor + 1);
    return this.playing ? PACE / this.speed : null;
  }

  get pace(): number {
    return PACE / this.speed;
  }
}
