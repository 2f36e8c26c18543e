/**
 * What is wrong with a profile: every mistake at once, each with its place. An empty list means that it can be used.
 */
import { withTls, type ReplyText, type ServerProfile } from '../profiles/server-profile';
import { refusals } from '../files/permission';
import { isObject, shapes, type Mistake, type Shape } from '../profiles/mistakes';
import { anyVerb, conditions, finer, general, generalFiner } from '../protocol/conditions';
import { verbs, type RuleName } from '../protocol/verbs';

function replyMistake(text: ReplyText): string | null {
  const lines = typeof text === 'string' ? [text] : text;
  if (!Array.isArray(lines) || lines.some((line) => typeof line !== 'string'))
    return 'expected a text or a list of them';
  if (!/^[1-6]\d\d /.test(lines[0] ?? ''))
    return `found '${lines[0] ?? ''}', expected a code of three digits, a space and a text`;
  return lines.some((line) => /[\r\n]/.test(line)) ? 'found a line end within a line' : null;
}

const completions = ['drained', 'closing', 'closed', 'peerClosed'];

const serverShape: Readonly<Record<string, Shape>> = {
  name: 'string',
  version: 'string',
  source: 'string',
  noDelay: 'boolean',
  writes: ['reply', 'line'],
  replies: 'object',
  log: 'object',
  think: 'object',
  'timeouts.idle': 'number',
  'timeouts.idleStep': 'number',
  'timeouts.accept': 'number',
  'timeouts.connect': 'number',
  'timeouts.data': 'number',
  'timeouts.linger': 'number',
  'timeouts.handshake': 'number',
  telnet: ['taken out', 'loses the line'],
  'login.failuresAtMost': 'number',
  'login.verbsBefore': 'names',
  'login.tellsUnknown': 'boolean',
  'login.countsAt': ['greeting', 'PASS'],
  'login.partsWithoutTls': 'boolean',
  'port.reserved': ['refused', 'refused at home'],
  'port.privateAddress': ['kept', 'replaced'],
  'passive.peerOnly': 'boolean',
  'passive.closedByRefusalOf': 'names',
  'passive.unknownProtocol': ['refused', 'ignored'],
  'transfer.completion.passive': completions,
  'transfer.completion.active': completions,
  'transfer.completion.receiving': completions,
  'transfer.ascii': ['kept', 'converted', 'converted blindly'],
  'transfer.firstType': ['A', 'I'],
  'transfer.types': 'object',
  'transfer.unprepared': ['refused', 'refused last', 'dials the default port'],
  'transfer.restartedStore': ['cuts', 'keeps'],
  'transfer.large': 'number',
  'transfer.block': 'number',
  'transfer.firstBlockFree': 'boolean',
  'transfer.corksListings': 'boolean',
  'during.manner': ['wait', 'obey', 'refuse'],
  'during.aborting': 'names',
  'during.refused': 'names',
  'during.urgentAborts': 'boolean',
  'uploads.mode': 'number',
  'uploads.directoryMode': 'number',
  'uploads.unique': 'string',
  'listing.owner': ['number', 'name', 'own name'],
  'listing.widths.links': 'number',
  'listing.widths.owner': 'number',
  'listing.widths.group': 'number',
  'security.replies': 'object',
  'security.verbsBefore': 'names',
  'security.mechanisms': 'object',
  'security.levels': 'object',
  'security.insistsOnData': 'boolean',
  'security.clearRest': ['discarded', 'taken for TLS'],
  'security.farewell.control': 'boolean',
  'security.farewell.files': ['said', 'awaited'],
  'security.farewell.listings': ['said', 'awaited'],
  'security.noDelay': ['handshake', 'farewell', 'never'],
  'security.writes': ['reply', 'line'],
  'security.renewsForUploads': 'boolean',
  'security.completion': 'object',
  'security.dies': 'object',
  'security.partsUnresumed': 'boolean',
  'security.words': 'object',
  'listing.widths.size': 'number',
  'listing.namesHidden': 'boolean',
  'listing.namesOptions': ['all', 'names', 'none'],
  'listing.statHidden': 'boolean',
};

/**
 * The conditions that a verb's replies must have, and those they may have. Those of OPTS are the options themselves.
 */
function allowed(verb: string): { readonly must: readonly string[]; readonly may: readonly string[] } | null {
  if (verb === '*') return { must: general, may: generalFiner };
  const rule = verbs[verb]?.rule;
  if (!rule) return null;
  const refusal = conditions[rule].includes('failed') ? refusals : [];
  return { must: conditions[rule], may: [...(finer[rule] ?? []), ...refusal, ...anyVerb] };
}

type Replies = ServerProfile['replies'];

/** What is wrong with the replies of these verbs; `at` is their place. `keys` gathers what conditions there are. */
function checkReplies(
  replies: Replies,
  at: string,
  keys: Set<string>,
  also: (rule: RuleName) => readonly string[] = () => [],
): readonly Mistake[] {
  const mistakes: Mistake[] = [];
  for (const [verb, texts] of Object.entries(replies)) {
    const known = allowed(verb);
    if (known === null) {
      mistakes.push(`${at}/${verb}: no such verb`);
      continue;
    }
    const must = [...known.must, ...(verbs[verb] ? also(verbs[verb].rule) : [])];
    for (const condition of must) if (!(condition in texts)) mistakes.push(`${at}/${verb}/${condition}: missing`);
    for (const [condition, text] of Object.entries(texts)) {
      keys.add(`${verb}.${condition}`);
      const right =
        known.must.includes(condition) ||
        known.may.includes(condition) ||
        (verb === 'OPTS' && /^[A-Z0-9 ]+$/.test(condition));
      if (!right)
        mistakes.push(
          `${at}/${verb}/${condition}: no such condition; expected ${[...known.must, ...known.may].join(', ')}`,
        );
      const wrong = replyMistake(text);
      if (wrong !== null) mistakes.push(`${at}/${verb}/${condition}: ${wrong}`);
    }
  }
  return mistakes;
}

const OF_TLS: Partial<Readonly<Record<RuleName, readonly string[]>>> = {
  authenticate: ['ok'],
  bufferSize: ['ok'],
  clear: ['ok'],
};

/** With TLS, what it says to the verbs of RFC 4217, and of the levels of PROT those that it takes. */
function checkSecurity(profile: ServerProfile, keys: Set<string>): readonly Mistake[] {
  const { security } = profile;
  if (!isObject(security) || !isObject(security.replies)) return [];
  const whole = withTls(profile).replies;
  const changed = Object.fromEntries(Object.keys(security.replies).map((verb) => [verb, whole[verb] ?? {}]));
  const levels = [...new Set(Object.values(security.levels ?? {}))];
  return checkReplies(changed, '/security/replies', keys, (rule) =>
    rule === 'protect' ? levels : (OF_TLS[rule] ?? []),
  );
}

export function checkServerProfile(value: unknown): readonly Mistake[] {
  if (!isObject(value)) return ['/: expected an object'];
  const mistakes = shapes(value, serverShape);
  if (!isObject(value['replies'])) return mistakes;
  const profile = value as unknown as ServerProfile;
  const { replies, log, think, login, lastWords } = profile;
  if (lastWords !== null && typeof lastWords !== 'string') mistakes.push('/lastWords: expected a text or null');
  const keys = new Set<string>(['exit', 'tls']);
  mistakes.push(...checkReplies(replies, '/replies', keys), ...checkSecurity(profile, keys));
  if (!replies['*']) mistakes.push('/replies/*: missing');
  for (const [field, table] of [
    ['log', log],
    ['think', think],
  ] as const) {
    for (const key of Object.keys(table ?? {}))
      if (!keys.has(key)) mistakes.push(`/${field}/${key}: no such verb and condition in replies`);
  }
  for (const verb of Array.isArray(login?.verbsBefore) ? login.verbsBefore : [])
    if (!verbs[verb]) mistakes.push(`/login/verbsBefore: no verb ${verb}`);
  return mistakes;
}
