/** What the hellos hold, but for their extensions. */
import type { LayoutField } from '../../../tls/messages/fields';
import { told, type FieldFacts, type Fields } from '../../explained';

const T13 = 'RFC 8446 section';

export type HelloField = Extract<LayoutField, `${'client_hello' | 'server_hello' | 'hello_retry_request'}.${string}`>;

const session = (full: string, none: string) => (facts: FieldFacts) => (facts['empty'] === true ? none : full);

export const hellos: Fields<HelloField> = {
  'client_hello.legacy_version': told(
    'The highest version that a server of 1.2 may choose. For 1.3 it stays at 1.2: supported_versions counts.',
    `${T13} 4.1.2`,
  ),
  'client_hello.random': told('32 octets that the client draws anew for every handshake.', `${T13} 4.1.2`),
  'client_hello.legacy_session_id': told(
    session(
      'In 1.2 the session to resume. In 1.3 32 octets without meaning, to look like a resumption of old.',
      'Empty: no session of old is named, and nothing is done to look like one.',
    ),
    `${T13} 4.1.2 and D.4`,
  ),
  'client_hello.cipher_suites': told('How the client can protect records, best first.', `${T13} 4.1.2`),
  'client_hello.legacy_compression_methods': told(
    'Compression that the client could do: 0, none, has to be there, and 1.3 allows no other.',
    `${T13} 4.1.2`,
  ),
  'client_hello.extensions': told('What the client offers beyond, each thing under its number.', `${T13} 4.2`),
  'server_hello.legacy_version': told(
    'In 1.2 the version that the server took. In 1.3 frozen at 1.2: supported_versions has the choice.',
    `${T13} 4.1.3`,
  ),
  'server_hello.random': told(
    ({ downgraded }) =>
      downgraded === true
        ? '24 octets that the server draws anew; the last 8 say DOWNGRD: it would have spoken a higher version, ' +
          'which a client that offered one must not put up with.'
        : '32 octets that the server draws anew for every handshake.',
    `${T13} 4.1.3`,
  ),
  'server_hello.legacy_session_id_echo': told(
    session(
      'What the client sent, back again; in 1.2 the session that begins or is resumed.',
      'Empty: nothing to send back, or a session that the server will not keep.',
    ),
    `${T13} 4.1.3, RFC 5246 section 7.4.1.3`,
  ),
  'server_hello.cipher_suite': told('The one suite of those offered that the server took.', `${T13} 4.1.3`),
  'server_hello.legacy_compression_method': told('No compression: always 0 in 1.3.', `${T13} 4.1.3`),
  'server_hello.extensions': told("The server's answers to what the client offered, number by number.", `${T13} 4.2`),
  'hello_retry_request.legacy_version': told(
    'Frozen at 1.2, as in the ServerHello that this message looks like.',
    `${T13} 4.1.4`,
  ),
  'hello_retry_request.random': told(
    'Drawn by nobody: the SHA-256 of "HelloRetryRequest", the same each time. By it one knows the message.',
    `${T13} 4.1.3`,
  ),
  'hello_retry_request.legacy_session_id_echo': told(
    "The client's session identifier back, as a ServerHello would have it.",
    `${T13} 4.1.4`,
  ),
  'hello_retry_request.cipher_suite': told('The suite that the ServerHello to come will have too.', `${T13} 4.1.4`),
  'hello_retry_request.legacy_compression_method': told('0, since it is a ServerHello by its form.', `${T13} 4.1.4`),
  'hello_retry_request.extensions': told(
    'What the client is to change in its second hello: the group of its key, or a cookie to bring.',
    `${T13} 4.1.4`,
  ),
};
