/**
 * What happens at first sight: a run that fails plays to where it does, a question is asked, and one switch lets it
 * come out well. Everything told is asked of the run.
 */
import { emptyScenario, withKnobs, type Scenario } from '../../scenario/scenario';
import { entriesOf } from '../../trace/trace';
import type { Stage } from '../state/stage.svelte';

/** The client waits behind a firewall for the server to dial: the commonest way to meet this failure. */
const failing: Scenario = withKnobs(emptyScenario, { dataMode: 'PORT', 'clientEdge.firewall': 'block-inbound' });

type Caller = 'client' | 'server';
type Part = 'playing' | 'question' | 'answered' | 'switched' | 'arrived';

export class HomeStory {
  readonly #stage: Stage;
  /** Who was said to open the data connection. */
  answer = $state<Caller | null>(null);
  #switched = $state(false);

  /** Who does. */
  readonly opener = $derived.by(
    () => this.#stage.run?.connections.find(({ purpose }) => purpose === 'data')?.opener ?? null,
  );
  readonly #dropped = $derived.by(() => (this.#stage.run ? (entriesOf(this.#stage.run, 'drop')[0] ?? null) : null));
  /** Where it is dropped. */
  readonly place = $derived.by(() => this.#stage.run?.nodes.find(({ id }) => id === this.#dropped?.node)?.name ?? '');
  readonly #reached = $derived.by(
    () => !this.#switched && this.#dropped !== null && (this.#stage.step?.entry ?? -1) >= this.#dropped.n,
  );
  readonly #listed = $derived.by(() =>
    this.#stage.run ? entriesOf(this.#stage.run, 'achieve')[0]?.ok === true : false,
  );
  readonly part: Part = $derived.by(() => {
    if (this.#switched) return this.#listed && this.#stage.atEnd ? 'arrived' : 'switched';
    if (this.answer !== null && this.opener !== null) return 'answered';
    return this.#reached ? 'question' : 'playing';
  });
  /** There is something to pause, or to go on with. */
  readonly plays = $derived.by(
    () => this.#stage.trace !== null && !this.#stage.atEnd && (this.#switched || !this.#reached),
  );

  constructor(stage: Stage) {
    this.#stage = stage;
    // It plays to what was dropped, and no further.
    $effect(() => {
      if (this.#reached && this.answer === null) stage.playing = false;
    });
  }

  async begin(): Promise<void> {
    const stage = this.#stage;
    void stage.look({ depth: 'dialogue' });
    stage.speed = 2;
    await stage.play(failing, 'control 1 / SYN');
    this.#playTo(this.#dropped?.n ?? 0);
  }

  async letTheClientDial(): Promise<void> {
    this.#switched = true;
    await this.#stage.set({ dataMode: 'PASV' });
    this.#playTo(this.#stage.steps.at(-1)?.entry ?? 0);
  }

  /** It plays, or stands where it would come to, for who wants no motion. */
  #playTo(entry: number): void {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) this.#stage.goTo(entry);
    else this.#stage.playing = true;
  }
}
