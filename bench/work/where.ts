/**
 * Where a run's time goes, by kind of entry: the time from one entry to the next is what the next took to come about.
 * Told from outside: the recorder and XState's `transition` are wrapped here, nothing in the core knows; and before any
 * machine is made, for XState binds `transition` as it makes one. With `runs` nothing is wrapped: for a profile.
 */
import { StateMachine, type AnyStateMachine } from 'xstate';
import { Recorder } from '../../src/sim/recorder';

const [, , name = 'plain', what = 'kinds', rounds = '1'] = process.argv;

export interface Kind {
  entries: number;
  /** Milliseconds, and how many of them within `transition`, the rules that it calls included. */
  took: number;
  stepping: number;
}
let kinds: Record<string, Kind> = {};

let [latest, stepping, depth] = [performance.now(), 0, 0];

function wrap(): void {
  const { add } = Recorder.prototype;
  Recorder.prototype.add = function (this: Recorder, ...args: Parameters<typeof add>) {
    const entry = add.apply(this, args);
    const now = performance.now();
    const kind = (kinds[args[3].kind] ??= { entries: 0, took: 0, stepping: 0 });
    kind.entries++;
    kind.took += now - latest;
    kind.stepping += stepping;
    [latest, stepping] = [now, 0];
    return entry;
  };
  const { transition } = StateMachine.prototype;
  StateMachine.prototype.transition = function (this: AnyStateMachine, ...args: Parameters<typeof transition>) {
    const start = performance.now();
    depth++;
    const next = transition.apply(this, args);
    if (--depth === 0) stepping += performance.now() - start;
    return next;
  } as typeof transition;
}

if (what === 'kinds') wrap();
const { fresh, PLAIN, played, TLS, transfer } = await import('./scenarios');
const SCENARIOS = { plain: PLAIN, tls: TLS, transfer: transfer(10_000) };
const scenario = SCENARIOS[name as keyof typeof SCENARIOS];

for (let warm = 0; warm < (name === 'transfer' ? 1 : 20); warm++) played(scenario, await fresh(scenario));
kinds = {};
for (let round = 0; round < Number(rounds); round++) {
  const parts = await fresh(scenario);
  latest = performance.now();
  played(scenario, parts);
}
console.log(JSON.stringify(kinds));
