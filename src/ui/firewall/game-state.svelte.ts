/** The game as it stands: the round, the verdicts so far, and what the run that they make has come to. */
import { decided, rounds, scenarioOf, type Decision } from '../../lesson/firewall';
import { standingOf, type Standing } from '../../lesson/firewall-outcome';
import { toLink } from '../../scenario/text/link';
import { messageOf } from '../runs/failure';
import { Runner } from '../runs/runner';

export class Game {
  index = $state(0);
  trouble = $state('');
  #verdicts = $state.raw<readonly Decision[]>([]);
  /** Null until the round's first run is there; while another is made, the one before stays. */
  now = $state.raw<Standing | null>(null);

  readonly round = $derived(rounds[this.index] ?? null);
  readonly scenario = $derived(this.round ? scenarioOf(this.round, this.#verdicts) : null);
  readonly question = $derived(this.now?.question ?? null);
  readonly client = $derived(this.now?.trace.nodes.find(({ id }) => id === 'client')?.addresses[0] ?? '');
  readonly last = $derived(this.index === rounds.length - 1);
  readonly begun = $derived(this.#verdicts.length > 0);

  readonly #runner = new Runner();

  constructor() {
    // Every verdict is another run: the engines decide what comes of it.
    $effect(() => {
      const { round, scenario } = this;
      if (!round || !scenario) return;
      let stale = false;
      this.#runner
        .make({ link: toLink(scenario, null) })
        .then((trace) => {
          if (!stale && trace) this.now = standingOf(trace, scenario, round);
        })
        .catch((error: unknown) => {
          this.trouble = messageOf(error);
        });
      return () => {
        stale = true;
      };
    });
    $effect(() => () => this.#runner.end());
  }

  play(index: number): void {
    this.#verdicts = [];
    this.now = null;
    this.index = index;
  }

  decide(passes: boolean): void {
    if (this.question) this.#verdicts = decided(this.#verdicts, this.question, passes);
  }

  takeBack(): void {
    this.#verdicts = this.#verdicts.slice(0, -1);
  }
}
