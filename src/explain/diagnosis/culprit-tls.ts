/** Which knobs lie behind what TLS refused: an alert, a refusal in words, a server that did not speak it. */
import { entriesOf, type Trace } from '../../trace/trace';
import { isTransfer } from '../../ftp/protocol/verbs';

type Value = (name: string) => unknown;

/** Only what the scenario sets: what is left to the programs is no knob's doing. */
const set = (value: Value, ...names: readonly string[]): readonly string[] =>
  names.filter((name) => value(name) !== null && value(name) !== undefined);

const VERSIONS = ['server.maxTls', 'server.minTls', 'tls.clientMinTls', 'tls.clientMaxTls'];

/** By the alert's name (RFC 8446 section 6.2); the last is what to change. */
const ALERTS: readonly { readonly names: RegExp; readonly knobs: (value: Value) => readonly string[] }[] = [
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

export function namesForAlert(alert: string, value: Value): readonly string[] {
  const found = ALERTS.find(({ names }) => names.test(alert))?.knobs(value) ?? [];
  return found.length > 0 ? found : ['security', 'server.tls'];
}

/** Octets came that are no TLS: one side speaks it from the first octet, the other does not. */
export const NOT_TLS: readonly string[] = ['security', 'server.tls'];

/** Data that neither side moves: one waits for a handshake, the other does not begin it, or a box is in the way. */
export const silentData = (value: Value): readonly string[] =>
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

type OfVerb = (verb: string) => boolean;
export const among =
  (...some: readonly string[]): OfVerb =>
  (verb) =>
    some.includes(verb);
export const anyVerb: OfVerb = () => true;

/** Refusals in words, before what decides over the verb alone. */
export const TLS_REFUSALS = [
  { verbs: among('AUTH'), names: (value: Value) => (value('wan.stripsAuth') === true ? ['wan.stripsAuth'] : NOT_TLS) },
  {
    verbs: anyVerb,
    text: /must use encryption|TLS required on the control|cleartext sessions/i,
    names: (value: Value) =>
      value('wan.stripsAuth') === true && value('tls.insists') === false ? ['tls.insists', 'wan.stripsAuth'] : NOT_TLS,
  },
  { verbs: among('PROT'), codes: /^536$/, names: () => ['actions'] },
  { verbs: among('CCC'), names: (value: Value) => set(value, 'tls.clearControlAfterLogin') },
  { verbs: among('PBSZ', 'PROT'), names: (value: Value) => set(value, 'tls.protectData') },
  {
    verbs: isTransfer,
    codes: /^(425|522)$/,
    names: (value: Value) =>
      value('server.requireTlsSessionReuse') === true
        ? ['server.requireTlsSessionReuse', ...(value('tls.sessionReuse') === false ? ['tls.sessionReuse'] : [])]
        : [],
  },
  {
    verbs: isTransfer,
    text: /encrypt|TLS|SSL|PROT/,
    names: (value: Value) =>
      value('tls.protectData') === false
        ? [...(value('server.requireTlsData') === true ? ['server.requireTlsData'] : []), 'tls.protectData']
        : [],
  },
];
