/**
 * The interpreter of a client's plans (client-profile.ts has their instructions, instructions.ts what each does): makes
 * one step after another until it must wait for a reply, for the data transfer process or for the clock. Pure: what it
 * does is in the turn's session and commands.
 */
import { instructionOf, type Step } from '../profiles/client-profile';
import { endAction, say, type PreparedPart, type UserTurn } from './session';
import { make } from './instructions';
import type { Action } from '../protocol/requests';
import { remark } from '../protocol/reasons';
import type { FtpViolation } from '../protocol/reasons';

/** Plans or parts by name, made ready. */
export function prepareParts(
  parts: Readonly<Record<string, readonly Step[]>>,
  prefix = '',
): readonly (readonly [string, PreparedPart])[] {
  return Object.entries(parts).map(([name, steps]) => {
    const labels = new Map<string, number>([['end', steps.length]]);
    steps.forEach((step, at) => {
      if ('label' in step) labels.set(step.label, at);
    });
    return [
      prefix + name,
      { steps: steps.map((step) => ({ instruction: instructionOf(step) ?? 'label', step })), labels },
    ] as const;
  });
}

/** More steps than any plan has between two waits: it goes round in circles. */
const STEPS_AT_MOST = 2000;

/** Makes steps until the plan waits. */
export function advance(turn: UserTurn): void {
  const { session, commands } = turn;
  for (let made = 0; made < STEPS_AT_MOST; made += 1) {
    if (turn.phase === 'ENDED') return;
    const frame = session.frames[session.frames.length - 1];
    if (!frame) {
      nextAction(turn);
      continue;
    }
    const part = session.setup.parts.get(frame.part);
    const next = part?.steps[frame.at];
    if (!part || !next) {
      leavePart(turn, frame);
      continue;
    }
    frame.at += 1;
    if (make[next.instruction](turn, next.step as never, part) === 'waits') return;
  }
  commands.push(
    { type: 'violation', reason: { code: 'plan-circular', steps: STEPS_AT_MOST } satisfies FtpViolation },
    { type: 'exit', code: 1 },
  );
  turn.phase = 'ENDED';
}

function leavePart({ session }: UserTurn, frame: UserTurn['session']['frames'][number]): void {
  const [item, ...items] = frame.items;
  if (item === undefined) return void session.frames.pop();
  frame.at = 0;
  frame.items = items;
  session.facts = { ...session.facts, [frame.as ?? 'directory']: item };
}

/** The next wish of the user, or the end of the session. */
function nextAction(turn: UserTurn): void {
  const { session, event, commands } = turn;
  const { work, parts } = session.setup;
  session.action += 1;
  session.began = event.at;
  session.complaint = null;
  const action = session.stopped ? undefined : work[session.action];
  const plan = action ? `plan ${action.op}` : 'plan leave';
  if (action && !parts.has(plan)) {
    const text = `${session.setup.profile.name} has no way to ${action.op}`;
    commands.push(remark({ code: 'no-way-to', program: session.setup.profile.name, action: action.op }));
    say(turn, text, 'err', false);
    session.exit = 1;
    return endAction(turn, false);
  }
  session.frames = [{ part: plan, at: 0, items: [] }];
  if (!action) return;
  session.facts = { ...session.facts, ...factsOf(action) };
}

/** What an action leaves for its plan: '' for what it does not name. */
function factsOf(action: Action): Readonly<Record<string, string>> {
  const given: Readonly<Record<string, unknown>> = { ...action };
  const named = (name: string): string => String(given[name] ?? '');
  const path = named('path').replace(/^\//, '');
  const directoryPath = path.slice(0, path.lastIndexOf('/') + 1);
  const file = path.slice(directoryPath.length);
  return {
    path,
    directoryPath,
    file,
    local: file,
    offset: '',
    to: named('to').replace(/^\//, ''),
    from: named('from'),
    letter: named('letter'),
    typedPath: named('path'),
    line: named('line'),
    seconds: named('seconds'),
    style: named('style'),
    continue: given['continue'] ? 'yes' : 'no',
  };
}
