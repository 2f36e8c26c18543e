/**
 * Why a run failed, in the words that the recordings use: by what was said first. A table of rules, asked in order; the
 * first that has a word for it is right.
 */
import type { Action } from '../../ftp/protocol/requests';
import type { KnobValues } from '../../scenario/knobs/table';
import { valueOf, type Scenario } from '../../scenario/scenario';
import { isPrivate } from '../../wire/packet/address';
import type { ConnectionRow } from './connections';
import type { Said } from './dialogue';
import type { TlsRow } from './tls';

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

/** With what several rules read from it. */
interface Reading extends Evidence {
  readonly replies: readonly Said[];
  /** For each verb the first reply of 400 and more that came after it. */
  readonly refusals: ReadonlyMap<string, Said>;
}

type Rule = (reading: Reading) => string | null;

/** The first thing that went wrong, as one of the recordings' words. */
export function failureOf(evidence: Evidence): string {
  const { control } = evidence;
  const replies = control.filter(({ code }) => code !== undefined);
  const reading = { ...evidence, replies, refusals: firstRefusals(control) };
  for (const rule of RULES) {
    const word = rule(reading);
    if (word !== null) return word;
  }
  return 'other';
}

const text = (said: Said) => [said.text ?? '', ...(said.body ?? [])].join(' ');

/** The refusal of the first of these verbs that was refused. */
const refused = ({ refusals }: Reading, ...verbs: readonly string[]): Said | undefined =>
  verbs.map((verb) => refusals.get(verb)).find((found) => found !== undefined);

const hasData = ({ rows }: Reading): boolean => rows.some(({ kind }) => kind === 'data');

const unconnected: Rule = ({ rows: [first] }) => {
  if (!first) return 'no-connection';
  const failed = first.handshake === 'timeout' || first.handshake === 'refused';
  return failed ? `control-connect-${first.handshake}` : null;
};

const unreused: Rule = ({ replies }) =>
  replies.some((reply) => (reply.code === 425 || reply.code === 522) && /reus/i.test(text(reply)))
    ? 'no-session-reuse'
    : null;

const doubted: Rule = ({ said, asked, control }) => {
  const doubts = said.some((line) =>
    /certificate verif|certificate is not trusted|self-signed certificate/i.test(line),
  );
  const before = asked.security !== 'none' && !control.some(({ code }) => code === 331);
  return doubts && before ? 'certificate-rejected' : null;
};

const CERTIFICATE_ALERTS = [
  'unknown_ca',
  'bad_certificate',
  'certificate_unknown',
  'certificate_expired',
  'unsupported_certificate',
];

/** An alert after a finished handshake is an untidy goodbye, not the failure. */
const alerted: Rule = ({ tls, asked }) => {
  if (asked.security === 'implicit' && asked.serverTls !== 'implicit') return 'protocol-mismatch';
  const alert = tls.find((row) => row.alert !== null && !row.established)?.alert;
  if (!alert) return null;
  return CERTIFICATE_ALERTS.includes(alert.description) ? 'certificate-rejected' : 'tls-alert';
};

const IN_PLAIN = /cleartext|TLS|SSL|encrypt/i;

/** Replies that name the failure themselves. */
const ownWords: Rule = ({ replies }) => {
  for (const reply of replies) {
    const words = text(reply);
    if (/OOPS/.test(words)) return 'server-error';
    if (reply.code === 530 && /maximum number|too many/i.test(words)) return 'too-many-connections';
    if (reply.code !== 421) continue;
    if (/timeout|idle/i.test(words)) return 'idle-timeout';
    return IN_PLAIN.test(words) ? 'tls-required' : 'too-many-connections';
  }
  return null;
};

const denied: Rule = (reading) => {
  const login = refused(reading, 'USER', 'PASS');
  if (!login) return null;
  return /encrypt|TLS|SSL|secur|cleartext/i.test(text(login)) ? 'tls-required' : 'login-denied';
};

/** TLS that was asked for and did not come about on the control connection. */
const unsecured: Rule = (reading) => {
  const { tls, asked, replies } = reading;
  const agreed = replies.some(({ code }) => code === 234);
  if (refused(reading, 'AUTH') && !agreed) return 'tls-unavailable';
  if (asked.security === 'none' || tls.some(({ established }) => established)) return null;
  return agreed || tls.length > 0 ? 'tls-handshake-failed' : 'protocol-mismatch';
};

/** The same on a data connection. */
const dataUnsecured: Rule = ({ rows, tls, asked, replies }) => {
  if (!asked.protectData) return null;
  for (const [index, row] of rows.entries()) {
    if (row.kind !== 'data' || row.handshake !== 'established') continue;
    const own = tls.find(({ connection }) => connection === index);
    if (!own) return 'data-tls-stalled';
    if (asked.requireReuse && !own.resumed && replies.some(({ code }) => code === 425 || code === 522))
      return 'no-session-reuse';
  }
  return null;
};

const unreached: Rule = ({ rows }) => {
  const attempt = rows.find(
    ({ kind, handshake }) => kind === 'data' && (handshake === 'timeout' || handshake === 'refused'),
  );
  if (!attempt) return null;
  return isPrivate(attempt.listenerAddress) && attempt.opener === 'client'
    ? 'unroutable-passive-address'
    : `data-connect-${attempt.handshake}`;
};

const mismatched: Rule = ({ replies, control }) =>
  replies.length === 0 || control.some(({ raw }) => raw !== undefined) ? 'protocol-mismatch' : null;

const addressRejected: Rule = (reading) =>
  reading.replies.some(({ code }) => code === 227) &&
  !hasData(reading) &&
  reading.said.some((line) => line.includes('mismatch'))
    ? 'passive-address-rejected-by-client'
    : null;

const OF_FILES = ['RETR', 'STOR', 'CWD', 'LIST', 'NLST', 'SIZE', 'MKD', 'DELE'];

/** The first refusal of what concerns a file or a folder. */
const fileRefused: Rule = ({ refusals }) => {
  const [verb, said] =
    [...refusals].find(([verb, { code = 0 }]) => OF_FILES.includes(verb) && [550, 553, 501, 450].includes(code)) ?? [];
  if (!said) return null;
  if (verb === 'CWD') return 'no-such-directory';
  return /permission|denied|create|not permitted/i.test(text(said)) ? 'permission-denied' : 'file-unavailable';
};

const dataRefused: Rule = ({ refusals }) => {
  const codes = [...refusals.values()].map(({ code }) => code ?? 0);
  const last = codes.find((code) => [425, 426, 451, 521, 522, 534, 536].includes(code));
  if (last === undefined) return null;
  return [521, 522, 534].includes(last) ? 'data-protection-refused' : 'data-connection-failed';
};

const RULES: readonly Rule[] = [
  unconnected,
  unreused,
  doubted,
  alerted,
  ownWords,
  denied,
  unsecured,
  dataUnsecured,
  ({ work }) => (work.some(({ op }) => op === 'abort') ? 'abort-unanswered' : null),
  unreached,
  (reading) => (refused(reading, 'PORT', 'EPRT') ? 'port-command-refused' : null),
  (reading) => (refused(reading, 'PASV', 'EPSV') && !hasData(reading) ? 'passive-command-refused' : null),
  mismatched,
  addressRejected,
  fileRefused,
  dataRefused,
];

function firstRefusals(control: readonly Said[]): ReadonlyMap<string, Said> {
  const found = new Map<string, Said>();
  let verb: string | null = null;
  for (const said of control) {
    if (said.verb !== undefined) verb = said.verb;
    else if (verb !== null && (said.code ?? 0) >= 400 && !found.has(verb)) found.set(verb, said);
  }
  return found;
}
