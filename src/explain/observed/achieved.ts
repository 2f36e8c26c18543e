/**
 * How a run ended, in the words that the recordings use: judged by the octets that arrived and by what was said first.
 */
import type { FileNode } from '../../machine/files';
import type { Action } from '../../ftp/protocol/requests';
import type { KnobValues } from '../../scenario/knobs/table';
import { valueOf, type Scenario } from '../../scenario/scenario';
import { entriesOf, type Trace } from '../../trace/trace';
import { equal } from '../../wire/octets';
import { isPrivate } from '../../wire/packet/address';
import type { ConnectionRow } from './connections';
import type { Said } from './dialogue';
import type { TlsRow } from './tls';
import { isListing } from '../../ftp/protocol/verbs';

/** Per action whether it achieved its purpose; null where there is nothing to judge. */
export function achievedBy(
  trace: Trace,
  work: readonly Action[],
  rows: readonly ConnectionRow[],
): readonly (boolean | null)[] {
  const store = (node: string, path: string): FileNode | undefined =>
    trace.files.get(node)?.get(path.startsWith('/') ? path : `/${path}`);
  const name = (path: string) => path.slice(path.lastIndexOf('/') + 1);
  let listings = rows.filter(
    (row) =>
      isListing(row.forCommand?.split(' ')[0] ?? '') &&
      row.handshake === 'established' &&
      row.payloadBytes.toClient > 0,
  ).length;
  return work.map((action) => {
    if (action.op === 'list') return listings-- > 0;
    if (action.op === 'get') return same(store('server', action.path), store('client', name(action.path)));
    if (action.op === 'put') return same(store('client', name(action.path)), store('server', action.path));
    return null;
  });
}

const same = (a: FileNode | undefined, b: FileNode | undefined): boolean =>
  a !== undefined && b !== undefined && equal(a.octets, b.octets);

export function exitCodeOf(trace: Trace): number | string {
  return entriesOf(trace, 'exit').find((entry) => entry.node === 'client')?.code ?? 'killed-by-lab';
}

const text = (said: Said) => [said.text ?? '', ...(said.body ?? [])].join(' ');

/** What of the scenario a verdict needs to know: who wanted TLS, and how much of it. */
interface Asked {
  readonly security: KnobValues['security'];
  readonly serverTls: KnobValues['server.tls'];
  readonly protectData: boolean;
  readonly requireReuse: boolean;
}

export function askedOf(scenario: Scenario): Asked {
  const security = valueOf(scenario, 'security');
  return {
    security,
    serverTls: valueOf(scenario, 'server.tls'),
    protectData: security !== 'none' && valueOf(scenario, 'tls.protectData'),
    requireReuse: valueOf(scenario, 'server.requireTlsSessionReuse'),
  };
}

/** All that a verdict is found from: what was seen, and what the client's user read. */
interface Evidence {
  readonly control: readonly Said[];
  readonly rows: readonly ConnectionRow[];
  readonly tls: readonly TlsRow[];
  readonly work: readonly Action[];
  readonly said: readonly string[];
  readonly asked: Asked;
}

/** The first thing that went wrong, as one of the recordings' words. */
export function failureOf(evidence: Evidence): string {
  const { control, rows, work, said } = evidence;
  const replies = control.filter(({ code }) => code !== undefined);
  const [first] = rows;
  if (!first) return 'no-connection';
  if (first.handshake === 'timeout' || first.handshake === 'refused') return `control-connect-${first.handshake}`;
  const insecure = sessionFailure(evidence, replies);
  if (insecure) return insecure;
  for (const reply of replies) {
    const word = ownWords(reply);
    if (word) return word;
  }
  const refusals = firstRefusals(control);
  const refused = (...verbs: readonly string[]) =>
    verbs.map((verb) => refusals.get(verb)).find((found) => found !== undefined);
  const denied = refused('USER', 'PASS');
  if (denied) return /encrypt|TLS|SSL|secur|cleartext/i.test(text(denied)) ? 'tls-required' : 'login-denied';
  const unsecured = securingFailure(evidence, replies, refused('AUTH') !== undefined);
  if (unsecured) return unsecured;
  if (work.some(({ op }) => op === 'abort')) return 'abort-unanswered';
  const attempt = rows.find(
    (row) => row.kind === 'data' && (row.handshake === 'timeout' || row.handshake === 'refused'),
  );
  if (attempt)
    return isPrivate(attempt.listenerAddress) && attempt.opener === 'client'
      ? 'unroutable-passive-address'
      : `data-connect-${attempt.handshake}`;
  if (refused('PORT', 'EPRT')) return 'port-command-refused';
  if (refused('PASV', 'EPSV') && !rows.some((row) => row.kind === 'data')) return 'passive-command-refused';
  if (replies.length === 0 || control.some(({ raw }) => raw !== undefined)) return 'protocol-mismatch';
  if (
    replies.some(({ code }) => code === 227) &&
    !rows.some((row) => row.kind === 'data') &&
    said.some((line) => line.includes('mismatch'))
  )
    return 'passive-address-rejected-by-client';
  if (refusals.get('CWD')) return 'no-such-directory';
  const file = refused('RETR', 'STOR', 'LIST', 'NLST', 'SIZE', 'MKD', 'DELE');
  if (file && [550, 553, 501, 450].includes(file.code ?? 0))
    return /permission|denied|create|not permitted/i.test(text(file)) ? 'permission-denied' : 'file-unavailable';
  const codes = [...refusals.values()].map(({ code }) => code ?? 0);
  const last = codes.find((code) => [425, 426, 451, 521, 522, 534, 536].includes(code));
  return last === undefined
    ? 'other'
    : [521, 522, 534].includes(last)
      ? 'data-protection-refused'
      : 'data-connection-failed';
}

const CERTIFICATE_ALERTS = [
  'unknown_ca',
  'bad_certificate',
  'certificate_unknown',
  'certificate_expired',
  'unsupported_certificate',
];

/** What TLS itself was refused for, before anything that was said inside. */
function sessionFailure({ control, tls, said, asked }: Evidence, replies: readonly Said[]): string | null {
  if (replies.some((reply) => (reply.code === 425 || reply.code === 522) && /reus/i.test(text(reply))))
    return 'no-session-reuse';
  const doubted = said.some((line) =>
    /certificate verif|certificate is not trusted|self-signed certificate/i.test(line),
  );
  if (doubted && asked.security !== 'none' && !control.some(({ code }) => code === 331)) return 'certificate-rejected';
  if (asked.security === 'implicit' && asked.serverTls !== 'implicit') return 'protocol-mismatch';
  // An alert after a finished handshake is an untidy goodbye, not the failure.
  const alert = tls.find((row) => row.alert !== null && !row.established)?.alert;
  return alert ? (CERTIFICATE_ALERTS.includes(alert.description) ? 'certificate-rejected' : 'tls-alert') : null;
}

/** TLS that was asked for and did not come about: on the control connection, or on a data connection. */
function securingFailure({ rows, tls, asked }: Evidence, replies: readonly Said[], refused: boolean): string | null {
  const agreed = replies.some(({ code }) => code === 234);
  if (refused && !agreed) return 'tls-unavailable';
  if (asked.security !== 'none' && !tls.some(({ established }) => established))
    return agreed || tls.length > 0 ? 'tls-handshake-failed' : 'protocol-mismatch';
  if (!asked.protectData) return null;
  for (const [index, row] of rows.entries()) {
    if (row.kind !== 'data' || row.handshake !== 'established') continue;
    const own = tls.find(({ connection }) => connection === index);
    if (!own) return 'data-tls-stalled';
    if (asked.requireReuse && !own.resumed && replies.some(({ code }) => code === 425 || code === 522))
      return 'no-session-reuse';
  }
  return null;
}

/** Replies that name the failure themselves. */
function ownWords(said: Said): string | null {
  const words = text(said);
  if (/OOPS/.test(words)) return 'server-error';
  if (said.code === 530 && /maximum number|too many/i.test(words)) return 'too-many-connections';
  if (said.code === 421)
    return /timeout|idle/i.test(words)
      ? 'idle-timeout'
      : /cleartext|TLS|SSL|encrypt/i.test(words)
        ? 'tls-required'
        : 'too-many-connections';
  return null;
}

/** For each verb the first reply of 400 and more that came after it. */
function firstRefusals(control: readonly Said[]): ReadonlyMap<string, Said> {
  const found = new Map<string, Said>();
  let verb: string | null = null;
  for (const said of control) {
    if (said.verb !== undefined) verb = said.verb;
    else if (verb !== null && (said.code ?? 0) >= 400 && !found.has(verb)) found.set(verb, said);
  }
  return found;
}
