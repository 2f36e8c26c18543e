/** The work to do as one line of text, and back: `list /; get hello.txt; put notes.txt 180`. */
import type { Action } from '../../ftp/protocol/requests';
import { CAPS, type Excess, excess, excessText, over } from '../../wire/caps';
import { nearest } from '../../wire/text/nearest';
import { shown, valueShown } from '../../wire/text/shown';
import { octetsOf } from '../../wire/text/text';
import { mistake, type Mistake } from '../../wire/violation';
import { firstWord, oneLine } from '../../wire/text/words';
import { FORMS } from './action-forms';

const ACTION_WORDS = Object.entries(FORMS).map(([op, { usage }]) => `${op} ${usage}`.trim());

export const actionOps = Object.keys(FORMS) as readonly Action['op'][];

export function actionText(action: Action): string {
  return [action.op, ...FORMS[action.op].write(action as never)].join(' ').replace(/;/g, '\\;');
}

/** The paths that an action names. */
export function pathsOf(action: Action): readonly string[] {
  return [
    ...('path' in action ? [action.path] : []),
    ...('to' in action ? [action.to] : []),
    ...('names' in action ? action.names : []),
  ];
}

/** What of a path is beyond its caps, or null. */
export function tooMuchPath(path: string): Excess | null {
  const parts = path.split('/').filter((part) => part !== '');
  const longest = Math.max(0, ...parts.map((part) => octetsOf(part).length));
  return excess('folders', parts.length - 1) ?? excess('fileName', longest);
}

/** What of some work is beyond its caps, or null. */
export function tooMuchWork(actions: readonly Action[]): Excess | null {
  const octets = actions.reduce((sum, action) => sum + ('bytes' in action ? (action.bytes ?? 0) : 0), 0);
  const paths = actions.flatMap(pathsOf).map(tooMuchPath);
  return excess('actions', actions.length) ?? excess('octets', octets) ?? paths.find((one) => one !== null) ?? null;
}

/** Reads what actionText writes, several separated by ';'. */
export function parseActions(text: string): readonly Action[] | Mistake {
  const actions: Action[] = [];
  const parts = text.split(/(?<!\\);/);
  const many = over('actions', parts.length);
  if (many !== null) return mistake('too-much-work', many);
  for (const part of parts) {
    const line = part.replace(/\\;/g, ';').trim();
    const [op, rest] = firstWord(line);
    const form = Object.hasOwn(FORMS, op) ? FORMS[op as Action['op']] : undefined;
    const action = oneLine(line) ? form?.read(op as never, rest.trim()) : null;
    if (typeof action === 'string') return mistake('too-much-work', action);
    if (!action) return mistake('bad-action', `${shown(line)} is no action; expected ${wanted(op)}`);
    actions.push(action);
  }
  const much = tooMuchWork(actions);
  return much === null ? actions : mistake('too-much-work', excessText(much));
}

/** The form of the action that was meant, or of all. */
function wanted(op: string): string {
  if (Object.hasOwn(FORMS, op)) return `${op} ${FORMS[op as Action['op']].usage}`;
  const all = ACTION_WORDS.join(', ');
  const near = op === '' || op.length > CAPS.name.most ? '' : nearest(op, actionOps);
  return near === '' ? all : `${all}; did you mean '${near}'?`;
}

/** Reads a list of plain objects, as recorded cases hold them: each by way of its own text. */
export function readActions(value: unknown): readonly Action[] | Mistake {
  if (!Array.isArray(value)) return mistake('bad-action', 'the work is no list of actions');
  const odd = value.find((one) => !isFlat(one));
  if (odd !== undefined)
    return mistake('bad-action', `${valueShown(odd)} is no action; expected as in {"op":"list","path":"/"}`);
  return parseActions((value as readonly Action[]).map(actionText).join('; '));
}

/** The fields that are lists, and what of. */
const LISTS: Readonly<Record<string, string>> = { ports: 'number', names: 'string' };

const isWord = (one: unknown): boolean =>
  ['string', 'number', 'boolean', 'undefined'].includes(typeof one) || one === null;

const isListOf = (kind: string | undefined, one: unknown): boolean =>
  Array.isArray(one) && one.every((part) => typeof part === kind);

/** Whether a value is an action as far as its text can be written: a known op, and fields that are words or lists. */
function isFlat(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { op, ports = [] } = value as Readonly<Record<string, unknown>>;
  if (typeof op !== 'string' || !Object.hasOwn(FORMS, op)) return false;
  if (op === 'scan' && !(isListOf('number', ports) && (ports as readonly number[]).length > 0)) return false;
  return Object.entries(value).every(([name, one]) =>
    Object.hasOwn(LISTS, name) ? isListOf(LISTS[name], one) : isWord(one),
  );
}
