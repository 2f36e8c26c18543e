/** How a server answers: the words that its profile has for a verb's condition, with the facts filled in. */
import { encodeReply, replyLines, type Reply, replyMessage } from '../../../wire/ftp/reply';
import { escapeTelnet } from '../../../wire/ftp/telnet';
import { octetsOf } from '../../../wire/text/text';
import { reasons, type Refusal } from '../../files/permission';
import type { ReplyText, ServerProfile } from '../../profiles/server-profile';
import type { Facts, PreparedReply, Turn } from './session';

/** '226 Transfer complete.' or a list whose first line has the code. */
function parseReplyText(text: ReplyText): Reply {
  const [first = '', ...others] = typeof text === 'string' ? [text] : text;
  return { code: Number(first.slice(0, 3)), lines: [first.slice(4), ...others] };
}

export function prepareReplies(profile: ServerProfile): ReadonlyMap<string, PreparedReply> {
  const prepared = new Map<string, PreparedReply>();
  for (const [verb, texts] of Object.entries(profile.replies)) {
    for (const [condition, text] of Object.entries(texts)) {
      const reply = parseReplyText(text);
      prepared.set(`${verb}.${condition}`, {
        ...reply,
        octets: reply.lines.some((line) => line.includes('{')) ? null : encodeReply(reply),
      });
    }
  }
  return prepared;
}

export function filled(text: string, facts: Facts): string {
  return text.includes('{') ? text.replace(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole)) : text;
}

/** Whether the profile has a reply of its own for this. */
export const has = ({ session: { setup } }: Turn, verb: string, condition: string): boolean =>
  setup.replies.has(`${verb}.${condition}`);

/** A line that holds a listing alone becomes its lines, each as far in. */
function spread(line: string, facts: Facts): readonly string[] {
  const indent = /^(\s*)\{listing\}$/.exec(line)?.[1];
  if (indent === undefined) return [filled(line, facts)];
  const listing = String(facts['listing'] ?? '');
  return listing === '' ? [] : listing.split('\n').map((text) => indent + text);
}

export function say(turn: Turn, reply: Reply, octets: Uint8Array | null): void {
  const { session, commands } = turn;
  session.lastCode = reply.code;
  commands.push({
    type: 'message',
    connection: 'control',
    way: 'sent',
    message: replyMessage(reply),
  });
  const { profile } = session.setup;
  if ((session.control === 'secured' ? profile.security : profile).writes === 'line' && reply.lines.length > 1) {
    for (const line of replyLines(reply))
      commands.push({ type: 'send', connection: 'control', octets: escapeTelnet(octetsOf(`${line}\r\n`)) });
  } else commands.push({ type: 'send', connection: 'control', octets: octets ?? encodeReply(reply) });
}

/**
 * Says what the profile has for the verb's condition: thought, log line, reply. `logged` names the log line's
 * condition.
 */
export function answer(turn: Turn, verb: string, condition: string, facts: Facts = {}, logged = condition): void {
  const { session, commands } = turn;
  const { profile, replies } = session.setup;
  const key = `${verb}.${condition}`;
  const think = profile.think[key];
  if (think !== undefined) commands.push({ type: 'think', for: think });
  const log = profile.log[key] ?? profile.log[`${verb}.${logged}`];
  if (log !== undefined)
    commands.push({
      type: 'say',
      to: 'log',
      text: filled(log, { client: session.remote.address, user: session.user ?? '', ...facts }),
    });
  const prepared = replies.get(key);
  if (!prepared) return;
  const reply: Reply = prepared.octets
    ? prepared
    : { code: prepared.code, lines: prepared.lines.flatMap((line) => spread(line, { verb, ...facts })) };
  say(turn, reply, prepared.octets);
}

/** Refuses for a reason that the program would read in errno: in words of its own where the profile has them. */
export function refuse(turn: Turn, verb: string, refusal: Refusal, facts: Facts = {}, condition = 'failed'): void {
  answer(turn, verb, has(turn, verb, refusal) ? refusal : condition, { ...facts, reason: reasons[refusal] }, condition);
}
