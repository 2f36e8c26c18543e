/** What TLS's records hold, sealed or open, and what each message of a handshake is there for. */
import { alerts, type AlertName } from '../../../tls/messages/alerts';
import type { TlsField } from '../../../tls/messages/fields';
import { told, type FieldFacts, type Fields } from '../../explained';
import { alertSays } from './alerts';

const T13 = 'RFC 8446 section';
const T12 = 'RFC 5246 section';

const old = ({ version }: FieldFacts): boolean => version === '1.2';
/** Said of 1.3 and of 1.2, each with its own document. */
const either = (newer: string, older: string) => (facts: FieldFacts) => (old(facts) ? older : newer);
const alertOf = ({ alert }: FieldFacts) =>
  Object.hasOwn(alerts, String(alert)) ? alerts[String(alert) as AlertName] : undefined;

export const records: Fields<Extract<TlsField, `${'record' | 'content' | 'alert' | 'sealed'}.${string}`>> = {
  'record.type': told('What the record holds; once 1.3 is protected all look like application data.', `${T13} 5.1`),
  'record.legacy_record_version': told(
    'Means nothing any more: 1.0 in a first ClientHello, else 1.2, so that old boxes let it pass.',
    `${T13} 5.1`,
  ),
  'record.length': told(
    'Octets of the record behind this header: at most 16,384 and what protection adds.',
    `${T13} 5.1`,
  ),
  'content.change_cipher_spec': told(
    either('Nothing in 1.3: one octet that old boxes expect to see.', 'From here on its sender uses the new keys.'),
    either(`${T13} 5`, `${T12} 7.1`),
  ),
  'content.application_data': told(
    'What the protocol inside says; to TLS it is octets like any other.',
    either(`${T13} 5.1`, `${T12} 10`),
  ),
  'content.unknown': told('A content type that TLS does not have: who receives it ends the connection.', `${T13} 5`),
  'alert.level': told(
    either(
      'Means nothing any more in 1.3: which alerts end the connection, the description says.',
      'A fatal alert ends the connection at once; after a warning its receiver may go on.',
    ),
    either(`${T13} 6`, `${T12} 7.2`),
  ),
  'alert.description': told(
    ({ alert }) => {
      const says = alertSays(String(alert)) ?? 'an alert that nobody registered';
      return `${says.charAt(0).toUpperCase()}${says.slice(1)}.`;
    },
    (facts) => alertOf(facts)?.source ?? `${T13} 6`,
  ),
  'sealed.nonce_explicit': told(
    'The part of the nonce that travels along in 1.2 with GCM: never twice under one key. Many count records with it.',
    'RFC 5288 section 3',
  ),
  'sealed.encrypted_record': told(
    either(
      'Sealed, the true content type with it: without the keys only its length is to be seen.',
      'Sealed: without the keys only its type and its length are to be seen.',
    ),
    either(`${T13} 5.2`, `${T12} 6.2.3.3`),
  ),
  'sealed.tag': told(
    'Proof that the record is whole, in its place and from who has the key: one changed bit, and it is refused.',
    'RFC 5116 section 2.1',
  ),
  'sealed.type': told('What the record really holds: on the outside it says application_data.', `${T13} 5.2`),
};

export const messages: Fields<Extract<TlsField, `message.${string}`>> = {
  'message.ClientHello': told(
    "The client's offer: versions, suites, and for 1.3 a key already.",
    either(`${T13} 4.1.2`, `${T12} 7.4.1.2`),
  ),
  'message.ServerHello': told(
    either("The server's choice. In 1.3 everything after it is sealed.", "The server's choice of version and suite."),
    either(`${T13} 4.1.3`, `${T12} 7.4.1.3`),
  ),
  'message.HelloRetryRequest': told(
    'The server wants a key of another group: the client is to say hello again.',
    `${T13} 4.1.4`,
  ),
  'message.EncryptedExtensions': told(
    'The rest of what the server agrees to: the first thing that is sealed.',
    `${T13} 4.3.1`,
  ),
  'message.CertificateRequest': told(
    'The server would like to know who the client is, too.',
    either(`${T13} 4.3.2`, `${T12} 7.4.4`),
  ),
  'message.Certificate': told(
    'Who the sender says it is, vouched for by an authority; empty from a client that has none.',
    either(`${T13} 4.4.2`, `${T12} 7.4.2`),
  ),
  'message.CertificateVerify': told(
    'Proof that the sender has the key of the certificate it showed.',
    either(`${T13} 4.4.3`, `${T12} 7.4.8`),
  ),
  'message.Finished': told(
    'A keyed hash of everything said so far: were one octet changed on the way, the ends would now notice.',
    either(`${T13} 4.4.4`, `${T12} 7.4.9`),
  ),
  'message.NewSessionTicket': told(
    'With this the client may resume the session later, without certificates.',
    either(`${T13} 4.6.1`, 'RFC 5077 section 3.3'),
  ),
  'message.ServerKeyExchange': told(
    "The server's key for this handshake alone, signed with its certificate's.",
    'RFC 8422 section 5.4',
  ),
  'message.ClientKeyExchange': told(
    "The client's key for this handshake alone: now both can compute the secret.",
    'RFC 8422 section 5.7',
  ),
  'message.ServerHelloDone': told('The server has said all it has to say for now.', `${T12} 7.4.5`),
  'message.HelloRequest': told('The server asks the client to begin a handshake anew.', `${T12} 7.4.1.1`),
  'message.KeyUpdate': told('Its sender goes over to its next key.', `${T13} 4.6.3`),
  'message.EndOfEarlyData': told('No more data comes under the key of a session before.', `${T13} 4.5`),
  'message.CertificateStatus': told(
    "What the authority says of the certificate's validity today, handed on by the server.",
    'RFC 6066 section 8',
  ),
  'message.message_hash': told(
    'Stands in the transcript for the first ClientHello once there was a second; never sent.',
    `${T13} 4.4.1`,
  ),
  'message.body': told('The contents of a message that is not taken apart here.', `${T13} 4`),
};
