/**
 * How a protocol interpreter is written: a typed table that says, for each phase of a session and each event, which
 * rule makes the step and which phases it may lead to. The table is the rule, as h11's is, and the machine's
 * configuration is generated from it. Phases may lie together in a region, which answers what they answer alike; what
 * neither answers is answered anywhere.
 *
 * A rule decides where its step leads while it makes it: one line may hold three commands. So a step is planned once,
 * and the guards of a row's candidates ask for the phase that the plan comes to. A phase that its row does not name
 * is never come to by it: the rows further out are asked. The statechart shows no edge that cannot be taken.
 */
import type { Command, MachineEvent } from '../../machine/contract';
import type { Guard, Rule } from '../../machine/model';

/** A step in the making: where it has come to, what is remembered, what is asked for. */
export interface Making<S extends string, C> {
  /** Null in a row that does not ask for the phase, and leaves it as it was. */
  readonly phase: S | null;
  readonly session: C;
  readonly commands: readonly Command[];
}

type Of<E extends MachineEvent['type']> = Extract<MachineEvent, { readonly type: E }>;

/** The rule that makes a step, and the phases that it may lead to. Where it names none it stays. */
interface Row<S extends string, T, E> {
  readonly rule: (turn: T, event: E) => void;
  readonly leads: readonly (S | typeof STAYS)[];
}

/** Where a row of several phases may lead, besides: to none other. */
export const STAYS = 'stays';

/** By event; `*` is any other. */
export type Rows<S extends string, T> = {
  readonly [E in MachineEvent['type']]?: Row<S, T, Of<E>>;
} & { readonly '*'?: Row<S, T, MachineEvent> };

export interface Region<S extends string, T> {
  readonly rfc: string;
  /** What its phases answer alike. */
  readonly on: Rows<S, T>;
}

export interface Phase<S extends string, T, R extends string = never> extends Region<S, T> {
  /** The region that it lies in; the phases of one stand together. */
  readonly within?: R;
}

/** An interpreter's table. `anywhere` has the rows of events that neither a phase nor its region answers. */
export interface Table<S extends string, T, R extends string = never> {
  readonly phases: Readonly<Record<S, Phase<S, T, R>>>;
  readonly regions: Readonly<Record<R, Region<S, T>>>;
  readonly anywhere: Rows<S, T>;
}

export const row = <S extends string, T, E>(
  rule: (turn: T, event: E) => void,
  ...leads: Row<S, T, E>['leads']
): Row<S, T, E> => ({ rule, leads });

type TurnOf<S, C, T> = (phase: S | null, session: C, event: MachineEvent) => T;

/** One candidate of an event, as XState has it. */
interface Candidate {
  readonly guard?: string;
  readonly target?: string;
  readonly actions: string;
}

/** A state of the configuration. */
interface Node {
  readonly meta: { readonly rfc: string };
  readonly on: Readonly<Record<string, readonly Candidate[]>>;
  readonly id?: string;
  readonly initial?: string;
  readonly states?: Readonly<Record<string, Node>>;
}

/** The configuration of a table, and its rules and guards by the names that it uses. */
export function interpreter<S extends string, C extends object, T extends Making<S, C>, R extends string = never>(
  { phases, regions, anywhere }: Table<S, T, R>,
  turnOf: TurnOf<S, C, T>,
) {
  const names = Object.keys(phases) as S[];
  const { rules, guards, answers } = answering(names, turnOf);
  const leaf = (name: S): Node => nodeOf(phases[name], answers(phases[name].on, name, name), { id: name });
  const region = (name: R): Node => {
    const inner = names.filter((phase) => phases[phase].within === name);
    const [initial = ''] = inner;
    const states = entriesOf(inner, leaf);
    return nodeOf(regions[name], answers(regions[name].on, name, null), { initial, states });
  };
  const tops = [...new Set(names.map((name) => phases[name].within ?? name))];
  const states = entriesOf(tops, (name) => (name in regions ? region(name as R) : leaf(name as S)));
  return { states, on: answers(anywhere, 'anywhere', null), rules, guards };
}

const entriesOf = <N extends string>(names: readonly N[], node: (name: N) => Node): Readonly<Record<string, Node>> =>
  Object.fromEntries(names.map((name) => [name, node(name)]));

const nodeOf = ({ rfc }: Region<string, never>, on: Node['on'], more: Partial<Node>): Node => ({
  meta: { rfc },
  on,
  ...more,
});

/** Makes the candidates of rows, and the rules and guards that they name. */
function answering<S extends string, C extends object, T extends Making<S, C>>(
  names: readonly S[],
  turnOf: TurnOf<S, C, T>,
) {
  const rules: Record<string, Rule<C, MachineEvent, Command>> = {};
  const guards: Record<string, Guard<C, MachineEvent>> = {};
  /** `phase` is null where a row is of several. */
  const candidates = (
    name: string,
    phase: S | null,
    { rule, leads }: Row<S, T, MachineEvent>,
  ): readonly Candidate[] => {
    const plan = planned((context: C, happened: MachineEvent) => {
      const turn = turnOf(phase, context, happened);
      rule(turn, happened);
      return turn;
    });
    rules[name] = (context, happened) => {
      const { session, commands } = plan(context, happened);
      return { context: session, whole: true, commands };
    };
    const leading = (target: S | typeof STAYS): Candidate => {
      const stays = target === STAYS || target === phase;
      const guard = `${name}: ${stays ? STAYS : `to ${target}`}`;
      guards[guard] = (context, happened) => plan(context, happened).phase === (stays ? phase : target);
      return { guard, actions: name, ...(stays ? {} : { target: `#${target}` }) };
    };
    if (leads.length === 0) return [{ actions: name }];
    return ([STAYS, ...names] as const).filter((target) => leads.includes(target)).map(leading);
  };
  const answers = (rows: Rows<S, T>, place: string, phase: S | null): Node['on'] =>
    Object.fromEntries(
      Object.entries(rows as Readonly<Record<string, Row<S, T, MachineEvent>>>).map(([event, row]) => [
        event,
        candidates(`${place} ${event}`, phase, row),
      ]),
    );
  return { rules, guards, answers };
}

/** The last plan alone is kept: a pure function's result, for the guards and the rule of one event. */
function planned<C, T>(plan: (context: C, event: MachineEvent) => T): (context: C, event: MachineEvent) => T {
  let known: { readonly context: C; readonly event: MachineEvent; readonly made: T } | null = null;
  return (context, event) => {
    if (known === null || known.context !== context || known.event !== event)
      known = { context, event, made: plan(context, event) };
    return known.made;
  };
}
