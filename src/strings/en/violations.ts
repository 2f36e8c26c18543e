/** What broke which rule: what was found, and what was expected. */
import type { FtpViolation } from '../../ftp/protocol/reasons';
import type { HostViolation } from '../../machine/host-note';
import type { EdgeViolation } from '../../middlebox/reasons';
import type { TcpViolation } from '../../tcp/tcb/reasons';
import type { CertificateRule, CodecRule } from '../../tls/messages/reasons';
import type { BrokenRule } from '../../wire/broken-rules';
import type { Reason, Sentences } from '../../wire/reason';
import { sentenceOf } from '../sentence';

const LAYER = "a layer, an arrow and a message, as in 'TLS  -> ClientHello'";

const wire: Sentences<BrokenRule> = {
  address: ({ found }) => `Found '${found}', expected an IPv4 or IPv6 address.`,
  'base64-length': ({ length }) => `Found ${length} characters, expected a multiple of 4.`,
  'base64-character': ({ found }) => `Found '${found}', expected a letter, a digit, '+' or '/'.`,
  'base64-bits': 'Found bits set beyond the last octet, expected zeros.',
  'line-too-long': ({ most }) => `Found a line of more than ${most} octets, expected its end before.`,
  'reply-code': ({ found }) =>
    `Found '${found}', expected a reply that begins with three digits and a space or hyphen.`,
  'reply-too-long': ({ reply, most }) => `Found a reply ${reply} of more than ${most} lines.`,
  'reply-end': ({ found }) => `Found '${found}', expected its last line, with the code and a space.`,
  'command-line-end': 'Found a CR or LF within a command, expected them at its end alone.',
  'command-empty': ({ space }) => `Found ${space ? 'a space' : 'an empty line'}, expected a verb.`,
  'command-verb': ({ octet }) => `Found octet ${octet} in the verb, expected letters alone.`,
  'host-port': ({ found }) => `Found '${found}', expected h1,h2,h3,h4,p1,p2.`,
  'host-port-range': ({ number, found }) => `Found ${number} in '${found}', expected numbers from 0 to 255.`,
  'extended-port': ({ of, found }) =>
    `Found '${found}', expected ${of === 'EPRT' ? '|protocol|address|port|' : '(|||port|) in it'}.`,
  'network-protocol': ({ protocol, address }) =>
    address === null
      ? `Found protocol '${protocol}', expected 1 for IPv4 or 2 for IPv6.`
      : `Found ${address} with protocol ${protocol}, expected an address of that protocol.`,
  'port-range': ({ found }) => `Found port '${found}', expected a number up to 65535.`,
  'layer-text': ({ found }) => `Found '${found}', expected ${LAYER}.`,
  'segment-flag': ({ found, known }) => `Found '${found}', expected flags of ${known.join(', ')}, with commas between.`,
  'segment-word': ({ found, known }) => `Found '${found}', expected one of ${known.join(', ')} with its value.`,
  'ip-version': ({ version }) =>
    `Found ${version === null ? 'no octets' : `version ${version}`}, expected an IPv4 or IPv6 packet.`,
  'ip-truncated': ({ octets, least }) => `Found ${octets} octets, expected at least the ${least} of the header.`,
  'ip-header-length': ({ words }) => `Found a header of ${words} words, expected 5: options are not used.`,
  'ip-length': ({ octets, length, version }) =>
    version === 4
      ? `Found ${octets} octets, expected the ${length} of the header's total length.`
      : `Found ${octets} octets, expected ${length} by the header's payload length.`,
  'ip-checksum': 'Found a header checksum that does not fit the header.',
  'ip-fragment': 'Found a fragment, expected a whole packet.',
  'ip-protocol': ({ protocol, expected }) =>
    `Found protocol ${protocol}, expected ${expected === 6 ? '6, TCP' : expected}.`,
  'tcp-truncated': ({ octets, least }) => `Found ${octets} octets, expected at least the ${least} of the header.`,
  'tcp-data-offset': ({ words, octets }) =>
    `Found a header of ${words} words in ${octets} octets, expected 5 or more, and no more than there are.`,
  'tcp-checksum': 'Found a checksum that does not fit the segment and its addresses.',
  'tcp-option-length': ({ option, length, left, lengths }) =>
    `Found option ${option} of ${length} octets with ${left} left, ` +
    `expected ${lengths.length > 0 ? lengths.join(' or ') : 'at least 2'}.`,
  'icmp-truncated': ({ octets, least }) => `Found ${octets} octets, expected at least ${least}.`,
  'icmp-checksum': 'Found a checksum that does not fit the message.',
  'icmp-quote': 'Found too little of the packet it is about, expected its IP header and 8 octets more.',
  'icmp-type': ({ type, known }) => `Found type ${type}, expected one of ${known.join(', ')}.`,
};

const CERTIFICATES: Readonly<Record<CertificateRule['wrong'], string>> = {
  structure: 'it is no sequence of what is signed, how, and the signature',
  'signature-length': 'the signature is no whole number of octets',
  'algorithms-differ': "the signature's algorithm is not the one that is signed (RFC 5280 section 4.1.1.2)",
  'field-missing': 'issuer, validity, subject or key is missing',
  key: 'the public key cannot be read',
};

const tls: Sentences<CodecRule | CertificateRule> = {
  short: ({ octets, left }) => `${octets} octets were expected and ${left} are there`,
  'too-little': ({ octets, least }) => `a vector of ${octets} octets, where at least ${least} are wanted`,
  trailing: ({ octets }) => `${octets} octets too many`,
  'too-deep': 'values are nested too deeply',
  'long-tag': 'a tag has more than one octet',
  'bad-length': ({ minimal }) =>
    minimal ? 'a length is indefinite or enormous' : 'a length is written longer than it need be',
  'not-a-certificate': ({ wrong }) => CERTIFICATES[wrong],
};

const machines: Sentences<TcpViolation | EdgeViolation | FtpViolation> = {
  'connection-does-not-exist': ({ event }) => `${event} on a connection that is closed (RFC 9293 3.10)`,
  'connection-already-exists': ({ event }) => `${event} on a connection that is open (RFC 9293 3.10.1)`,
  'connection-closing': ({ event }) => `${event} after CLOSE (RFC 9293 3.10)`,
  'flow-destroyed': ({ event }) => `'${event}' for a flow that is no longer in the table`,
  'nothing-expected': ({ event }) => `'${event}', and the helper expects no connection`,
  'mapping-expired': ({ event, flow }) => `'${event}' of flow ${flow} for a mapping that has expired`,
  'plan-circular': ({ steps }) => `the plan made ${steps} steps without waiting`,
};

const host: Sentences<HostViolation> = {
  'no-such-layer': ({ layer }) => `the program has no layer '${layer}'`,
  'no-such-connection': ({ machine, name }) => `${machine} names connection '${name}', which is not there`,
  'no-such-listener': ({ machine, name }) => `${machine} names listener '${name}', which is not there`,
  'no-raw-socket': 'a probe is not sent: node:net has no raw sockets',
  'late-greeting': ({ seconds }) => `no command came within ${seconds} seconds`,
  'late-login': ({ seconds }) => `nobody logged in within ${seconds} seconds`,
  'late-handshake': ({ seconds }) => `a handshake came to no end within ${seconds} seconds`,
  'upload-quota': ({ most }) => `more than ${most} octets were uploaded`,
  'file-quota': ({ most }) => `more than ${most} files were made`,
  'too-many-commands': ({ most }) => `more than ${most} commands came within a second`,
  'foreign-data-address': ({ peer, address }) => `${peer} asked for a connection to ${address}`,
  'reserved-data-port': ({ peer, port }) => `${peer} asked for a connection to port ${port}`,
  'read-only-store': ({ change }) => `${change} in a store that may only be read`,
  'too-many-sessions': ({ most, address }) =>
    `more than ${most} sessions at a time${address === null ? '' : ` from ${address}`}`,
  'machine-threw': ({ error }) => error,
  'accept-failed': ({ error }) => error,
};

type AnyViolation =
  BrokenRule | CodecRule | CertificateRule | TcpViolation | EdgeViolation | FtpViolation | HostViolation;

const violations: Sentences<AnyViolation> = { ...wire, ...tls, ...machines, ...host };

/** The rule that was broken, in words. */
export const violated = (reason: Reason): string => sentenceOf(violations, reason);
