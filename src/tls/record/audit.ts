/**
 * An audit of what a server would still accept: one hello for each old version and each weak kind of suite, and what
 * its first answer says. Hellos and verdicts only: nobody here speaks what is asked for.
 */
import { alertName } from '../messages/alerts';
import { decode, encode, isViolation } from '../messages/codec';
import { extension } from '../messages/extensions';
import { bodies } from '../messages/extension-bodies';
import { clientHello, serverHello } from '../messages/messages';
import { ascii, concat } from '../../wire/octets';
import { recordOf } from './record';
import { HEADER, recordHeader } from '../messages/record-header';
import {
  contentTypes,
  groups,
  handshakeTypes,
  nameOf,
  signatureSchemes,
  suites,
  versionName,
  versionNumbers,
  type SuiteName,
} from '../messages/registry';

interface Probe {
  readonly name: string;
  readonly version: keyof typeof versionNumbers;
  readonly suites: readonly SuiteName[];
  /** Why nobody should accept it, and where that is written. */
  readonly why: string;
  readonly source: string;
}

const cbc: readonly SuiteName[] = [
  'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA',
  'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA',
  'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
  'TLS_RSA_WITH_AES_128_CBC_SHA',
  'TLS_RSA_WITH_AES_256_CBC_SHA',
];

export const probes: readonly Probe[] = [
  { name: 'SSL 3.0', version: 'SSL 3.0', suites: cbc, why: 'Its padding lets an attacker read.', source: 'RFC 7568' },
  {
    name: 'TLS 1.0',
    version: '1.0',
    suites: cbc,
    why: 'It hashes with MD5 and SHA-1, and chains its blocks predictably.',
    source: 'RFC 8996',
  },
  {
    name: 'TLS 1.1',
    version: '1.1',
    suites: cbc,
    why: 'It hashes with MD5 and SHA-1, and knows no authenticated encryption.',
    source: 'RFC 8996',
  },
  {
    name: 'RC4',
    version: '1.2',
    suites: ['TLS_RSA_WITH_RC4_128_SHA', 'TLS_RSA_WITH_RC4_128_MD5'],
    why: 'Its key stream is biased.',
    source: 'RFC 7465',
  },
  {
    name: '3DES',
    version: '1.2',
    suites: ['TLS_RSA_WITH_3DES_EDE_CBC_SHA'],
    why: 'Blocks of 64 bits repeat too soon.',
    source: 'RFC 9325 section 4.1',
  },
  {
    name: 'export',
    version: '1.2',
    suites: ['TLS_RSA_EXPORT_WITH_RC4_40_MD5'],
    why: 'Keys of 40 bits are found in minutes.',
    source: 'RFC 9325 section 4.1',
  },
  {
    name: 'no encryption',
    version: '1.2',
    suites: ['TLS_RSA_WITH_NULL_SHA'],
    why: 'Nothing is hidden.',
    source: 'RFC 9325 section 4.1',
  },
  {
    name: 'anonymous',
    version: '1.2',
    suites: ['TLS_DH_anon_WITH_AES_128_CBC_SHA'],
    why: 'Anybody can stand between.',
    source: 'RFC 9325 section 4.1',
  },
  {
    name: 'no forward secrecy',
    version: '1.2',
    suites: ['TLS_RSA_WITH_AES_128_GCM_SHA256', 'TLS_RSA_WITH_AES_256_GCM_SHA384', 'TLS_RSA_WITH_AES_128_CBC_SHA'],
    why: "Who gets the server's key later reads everything recorded before.",
    source: 'RFC 9325 section 4.1',
  },
];

/** The record to send for a probe. `random` is 32 octets. */
export function probeHello(
  { version, suites: wanted }: Probe,
  serverName: string | null,
  random: Uint8Array,
): Uint8Array {
  const body = encode(clientHello, {
    legacyVersion: versionNumbers[version],
    random,
    legacySessionId: new Uint8Array(0),
    cipherSuites: [...wanted.map((name) => suites[name]), suites.TLS_EMPTY_RENEGOTIATION_INFO_SCSV],
    legacyCompressionMethods: [0],
    extensions: [
      ...(serverName === null
        ? []
        : [extension('server_name', bodies.serverNames, [{ nameType: 0, hostName: ascii(serverName) }])]),
      extension('supported_groups', bodies.groups, [groups.x25519, groups.secp256r1, groups.secp384r1]),
      extension('ec_point_formats', bodies.pointFormats, [0]),
      ...(version === '1.2'
        ? [extension('signature_algorithms', bodies.schemes, Object.values(signatureSchemes))]
        : []),
    ],
  });
  return recordOf(
    contentTypes.handshake,
    versionNumbers['1.0'],
    concat(
      Uint8Array.of(handshakeTypes.ClientHello, body.length >> 16, (body.length >> 8) & 255, body.length & 255),
      body,
    ),
  );
}

interface AuditVerdict {
  readonly accepted: boolean;
  readonly text: string;
}

/** What the first octets of the answer say; `null` where not enough came. */
export function auditVerdict(answer: Uint8Array): AuditVerdict | null {
  const header = decode(recordHeader, answer.subarray(0, HEADER));
  if (answer.length === 0) return { accepted: false, text: 'refused without a word' };
  if (isViolation(header) || answer.length < HEADER + header.length) return null;
  const fragment = answer.subarray(HEADER, HEADER + header.length);
  if (header.type === contentTypes.alert) return { accepted: false, text: `refused: ${alertName(fragment[1] ?? 0)}` };
  const length = ((fragment[1] ?? 0) << 16) | ((fragment[2] ?? 0) << 8) | (fragment[3] ?? 0);
  const hello =
    fragment[0] === handshakeTypes.ServerHello ? decode(serverHello, fragment.subarray(4, 4 + length)) : null;
  if (!hello || isViolation(hello)) return { accepted: false, text: 'answered with something that is no ServerHello' };
  return {
    accepted: true,
    text: `accepted: ${versionName(hello.legacyVersion)}, ${nameOf(suites, hello.cipherSuite)}`,
  };
}
