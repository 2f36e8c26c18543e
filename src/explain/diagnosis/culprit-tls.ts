/** Which knobs lie behind what TLS refused: an alert, a refusal in words, a server that did not speak it. */
import { isTransfer } from '../../ftp/protocol/verbs';
import type { KnobName } from '../../scenario/knobs/table';
import type { EntryOf } from '../../trace/entry';
import { entriesOf, type Trace } from '../../trace/trace';
import type { Asked } from './asked';

type Names = readonly KnobName[];

type OfVerb = (verb: string) => boolean;
export const among =
  (...some: readonly string[]): OfVerb =>
  (verb) =>
    some.includes(verb);
export const anyVerb: OfVerb = () => true;

/** Only what the scenario sets: what is left to the programs is no knob's doing. */
const set = (value: Asked, ...names: Names): Names =>
  names.filter((name) => value(name) !== null && value(name) !== undefined);

const VERSIONS: Names = ['server.maxTls', 'server.minTls', 'tls.clientMinTls', 'tls.clientMaxTls'];

/** By the alert's name (RFC 8446 section 6.2); the last is what to change. */
const ALERTS: readonly { readonly names: RegExp; readonly knobs: (value: Asked) => Names }[] = [
  {
    names: /^unknown_ca$/,
    knobs: (value) => [
      'tls.verifyCertificate',
      value('server.certificate') === 'self-signed' ? 'server.certificate' : 'tls.trustCa',
    ],
  },
  { names: /certificate|ca$/, knobs: (value) => set(value, 'tls.verifyCertificate', 'server.certificate') },
  { names: /^handshake_failure$/, knobs: (value) => set(value, 'server.maxTls', 'tls.clientMaxTls', 'server.ciphers') },
  {
    names: /^(protocol_version|handshake_failure|insufficient_security|inappropriate_fallback)$/,
    knobs: (value) => set(value, ...VERSIONS),
  },
];

export function namesForAlert(alert: string, value: Asked): Names {
  const found = ALERTS.find(({ names }) => names.test(alert))?.knobs(value) ?? [];
  return found.length > 0 ? found : ['security', 'server.tls'];
}

/** Octets came that are no TLS: one side speaks it from the first octet, the other does not. */
export const NOT_TLS: Names = ['security', 'server.tls'];

/** Data that neither side moves: one waits for a handshake, the other does not begin it, or a box is in the way. */
export const silentData = (value: Asked): Names =>
  value('tls.protectData') === false ? ['tls.protectData'] : ['tls.protectData', 'dataMode'];

/** A data connection stands that the server opened, and nobody hears a word of TLS on it: each waits for the other. */
export const isMute = (trace: Trace): boolean =>
  trace.connections.some(
    ({ index, purpose, opener }) =>
      purpose === 'data' &&
      opener === 'server' &&
      entriesOf(trace, 'told').some(({ told, connection }) => told === 'opened' && connection === index) &&
      !entriesOf(trace, 'layer').some(({ way, connection }) => way === 'received' && connection === index),
  );

/** What decides over a verb that was refused. */
export interface Refusal {
  readonly verbs: OfVerb;
  readonly codes?: RegExp;
  readonly text?: RegExp;
  readonly names: (value: Asked, ask: EntryOf<'message'> | null) => Names;
}

/** Refusals in words, before what decides over the verb alone. */
export const TLS_REFUSALS: readonly Refusal[] = [
  { verbs: among('AUTH'), names: (value) => (value('wan.stripsAuth') === true ? ['wan.stripsAuth'] : NOT_TLS) },
  {
    verbs: anyVerb,
    text: /must use encryption|TLS required on the control|cleartext sessions/i,
    names: (value) =>
      value('wan.stripsAuth') === true && value('tls.insists') === false ? ['tls.insists', 'wan.stripsAuth'] : NOT_TLS,
  },
  { verbs: among('PROT'), codes: /^536$/, names: () => ['actions'] },
  { verbs: among('CCC'), names: (value) => set(value, 'tls.clearControlAfterLogin') },
  { verbs: among('PBSZ', 'PROT'), names: (value) => set(value, 'tls.protectData') },
  {
    verbs: isTransfer,
    codes: /^(425|522)$/,
    names: namesForReuse,
  },
  {
    verbs: isTransfer,
    text: /encrypt|TLS|SSL|PROT/,
    names: namesForClearData,
  },
];

/** A session that must be resumed, and one who does not offer it. */
function namesForReuse(value: Asked): Names {
  if (value('server.requireTlsSessionReuse') !== true) return [];
  return value('tls.sessionReuse') === false
    ? ['server.requireTlsSessionReuse', 'tls.sessionReuse']
    : ['server.requireTlsSessionReuse'];
}

/** Data in clear, where it must not be. */
function namesForClearData(value: Asked): Names {
  if (value('tls.protectData') !== false) return [];
  return value('server.requireTlsData') === true ? ['server.requireTlsData', 'tls.protectData'] : ['tls.protectData'];
}
