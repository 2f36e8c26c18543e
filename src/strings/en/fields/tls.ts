/** What is said of TLS: of the parts of its messages here, of the rest in tables of their own. */
import type { LayoutField, TlsField } from '../../../tls/messages/fields';
import { told, type Fields } from '../../explained';
import { bodyFields, extensionFields, type BodyField } from './tls-extensions';
import { hellos, type HelloField } from './tls-hellos';
import { messages, records } from './tls-records';

const T13 = 'RFC 8446 section';
const T12 = 'RFC 5246 section';

type Rest = Exclude<LayoutField, BodyField | HelloField | `${'record' | 'message'}.${string}`>;

const parts: Fields<Rest> = {
  'handshake.msg_type': told('Which message of the handshake this is.', `${T13} 4`),
  'handshake.length': told('Octets of this message behind its header of four.', `${T13} 4`),
  'encrypted_extensions.extensions': told(
    'Answers that need not be known to set up keys, and so can be sealed.',
    `${T13} 4.3.1`,
  ),
  'certificate_request.certificate_request_context': told(
    'A name for this request, to tell the answer by; empty during the handshake.',
    `${T13} 4.3.2`,
  ),
  'certificate_request.extensions': told(
    "What the client's certificate should be like: at least the signatures that the server can verify.",
    `${T13} 4.3.2`,
  ),
  'certificate_request12.certificate_types': told(
    'Kinds of certificate that the server takes: 1 RSA, 2 DSA, 64 ECDSA.',
    `${T12} 7.4.4, RFC 8422 section 5.5`,
  ),
  'certificate_request12.supported_signature_algorithms': told(
    'Signatures of a client that the server can verify.',
    `${T12} 7.4.4`,
  ),
  'certificate_request12.certificate_authorities': told(
    'Names of authorities that the server trusts; none means any.',
    `${T12} 7.4.4`,
  ),
  'certificate.certificate_request_context': told(
    ({ empty }) => (empty === true ? 'Empty: sent within the handshake.' : 'Which request of the server this answers.'),
    `${T13} 4.4.2`,
  ),
  'certificate.certificate_list': told(
    "The sender's certificate first, then who vouches for it. Sealed in 1.3.",
    `${T13} 4.4.2`,
  ),
  'certificate.cert_data': told(
    'One certificate, in DER: whose key is whose, signed by who says so.',
    `${T13} 4.4.2, RFC 5280 section 4.1`,
  ),
  'certificate.extensions': told(
    'What is to be said of this one certificate: its status, for instance.',
    `${T13} 4.4.2.1`,
  ),
  'certificate12.certificate_list': told(
    "Certificates, the sender's first. In 1.2 they are in clear: anybody on the way reads the names.",
    `${T12} 7.4.2`,
  ),
  'certificate_verify.algorithm': told('How this proof was signed: with which kind of key and hash.', `${T13} 4.4.3`),
  'certificate_verify.signature': told(
    "Over the whole handshake so far: proof that the sender has the certificate's key.",
    `${T13} 4.4.3`,
  ),
  'finished.verify_data': told(
    'A keyed hash of the whole handshake: any octet that was changed on the way shows here.',
    `${T13} 4.4.4, ${T12} 7.4.9`,
  ),
  'new_session_ticket.ticket_lifetime': told(
    'Seconds for which the ticket may be used; at most seven days.',
    `${T13} 4.6.1`,
  ),
  'new_session_ticket.ticket_age_add': told(
    'Added to the age that the client names, so that tickets cannot be followed by it.',
    `${T13} 4.6.1`,
  ),
  'new_session_ticket.ticket_nonce': told('Makes the key of each ticket of a connection another.', `${T13} 4.6.1`),
  'new_session_ticket.ticket': told(
    'What the client is to show again: commonly the session itself, sealed for the server alone.',
    `${T13} 4.6.1`,
  ),
  'new_session_ticket.extensions': told(
    'What may be done with the ticket beyond resuming: early data, if at all.',
    `${T13} 4.6.1`,
  ),
  'new_session_ticket12.ticket_lifetime_hint': told(
    'Seconds for which the ticket is worth keeping; 0 says nothing about it.',
    'RFC 5077 section 3.3',
  ),
  'new_session_ticket12.ticket': told(
    'The session, sealed with a key that the server alone has: so it need not remember.',
    'RFC 5077 sections 3.3 and 4',
  ),
  'key_update.request_update': told('Whether the receiver is to change its own key too: 1 says so.', `${T13} 4.6.3`),
  'server_key_exchange.curve_type': told('3 says that the curve is given by its number.', 'RFC 8422 section 5.4'),
  'server_key_exchange.namedcurve': told("The group of the server's key.", 'RFC 8422 section 5.4'),
  'server_key_exchange.public': told(
    "The server's public key, made for this handshake and thrown away after it.",
    'RFC 8422 section 5.4',
  ),
  'server_key_exchange.algorithm': told(
    "How the server's key is signed: with which kind of key and hash.",
    `${T12} 7.4.1.4.1 and 4.7`,
  ),
  'server_key_exchange.signature': told(
    "Over both randoms and the server's key, made with the key of its certificate.",
    'RFC 8422 section 5.4',
  ),
  'client_key_exchange.ecdh_Yc': told(
    "The client's public key, made for this handshake and thrown away after it.",
    'RFC 8422 section 5.7',
  ),
};

export const tls: Fields<TlsField> = {
  ...records,
  ...messages,
  ...hellos,
  ...parts,
  ...bodyFields,
  ...extensionFields,
};
