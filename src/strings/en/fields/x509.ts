/** What the fields of a certificate say. */
import type { X509Field } from '../../../tls/certificates/x509-spans';
import { told, type Fields } from '../../explained';

const X509 = 'RFC 5280 section';

export const x509: Fields<X509Field> = {
  'x509.Certificate': told('A certificate: what is said of a key, and the signature of who says so.', `${X509} 4.1`),
  'x509.tbsCertificate': told('To be signed: all that the signature covers.', `${X509} 4.1.1.1`),
  'x509.version': told('Version 3, written as 2: the first that has extensions.', `${X509} 4.1.2.1`),
  'x509.serialNumber': told('A number that the issuer gives once: by it a certificate is revoked.', `${X509} 4.1.2.2`),
  'x509.signature.identifier': told(
    'How the issuer signs, said within what is signed, so that nobody can claim another way.',
    `${X509} 4.1.2.3`,
  ),
  'x509.signature.algorithm': told('The signature algorithm, as an object identifier.', `${X509} 4.1.1.2`),
  'x509.signature.parameters': told(
    'What the signature algorithm needs beside; ECDSA and Ed25519 need nothing.',
    'RFC 5758 section 3.2',
  ),
  'x509.issuer': told('Who vouches: the subject of the certificate that comes next in the chain.', `${X509} 4.1.2.4`),
  'x509.issuer.attribute': told("One part of the issuer's name.", `${X509} 4.1.2.4`),
  'x509.issuer.type': told(
    "Which part of the issuer's name this is: O its organization, CN its common name.",
    `${X509} 4.1.2.4 and A.1`,
  ),
  'x509.issuer.value': told("That part of the issuer's name, as text.", `${X509} 4.1.2.4`),
  'x509.validity': told('From when to when the issuer vouches.', `${X509} 4.1.2.5`),
  'x509.notBefore': told('Before this moment the certificate is not valid yet.', `${X509} 4.1.2.5`),
  'x509.notAfter': told(
    'After this moment it is valid no more: a wrong clock at the client is enough.',
    `${X509} 4.1.2.5`,
  ),
  'x509.subject': told(
    'Whose key it is. A TLS client looks for the name in subjectAltName, not here.',
    `${X509} 4.1.2.6, RFC 9525 section 2`,
  ),
  'x509.subject.attribute': told("One part of the subject's name.", `${X509} 4.1.2.6`),
  'x509.subject.type': told("Which part of the subject's name this is.", `${X509} 4.1.2.6 and A.1`),
  'x509.subject.value': told("That part of the subject's name, as text.", `${X509} 4.1.2.6`),
  'x509.subjectPublicKeyInfo': told('The key that all this is about, and of which kind it is.', `${X509} 4.1.2.7`),
  'x509.key.identifier': told('What kind of key it is.', `${X509} 4.1.2.7`),
  'x509.key.algorithm': told(
    "The kind of the subject's key, as an object identifier.",
    'RFC 5480 section 2.1, RFC 8410 section 3',
  ),
  'x509.key.parameters': told('The curve of the key.', 'RFC 5480 section 2.1.1'),
  'x509.subjectPublicKey': told(
    'The public key: its owner proves in the handshake that the private one is at hand.',
    'RFC 5480 section 2.2, RFC 8410 section 4',
  ),
  'x509.extensions': told('What version 3 added: names, uses, and who may sign others.', `${X509} 4.1.2.9`),
  'x509.extnID': told('Which extension it is, as an object identifier.', `${X509} 4.2`),
  'x509.critical': told('TRUE: who does not know the extension must refuse the certificate.', `${X509} 4.2`),
  'x509.extension.subjectAltName': told('The names and addresses that the certificate is for.', `${X509} 4.2.1.6`),
  'x509.extension.basicConstraints': told(
    'Whether the key may sign certificates: an authority, or not.',
    `${X509} 4.2.1.9`,
  ),
  'x509.extension.keyUsage': told(
    'What the key itself may do: sign, exchange keys, sign certificates.',
    `${X509} 4.2.1.3`,
  ),
  'x509.extension.extKeyUsage': told('What for the certificate may be shown.', `${X509} 4.2.1.12`),
  'x509.extension.subjectKeyIdentifier': told('A short name for the key in this certificate.', `${X509} 4.2.1.2`),
  'x509.extension.authorityKeyIdentifier': told(
    "A short name for the issuer's key, to find its certificate by.",
    `${X509} 4.2.1.1`,
  ),
  'x509.extension.unknown': told('An extension that is not looked into here.', `${X509} 4.2`),
  'x509.value.subjectAltName': told(
    'The host that was called must be among these, or the client ends the connection.',
    `${X509} 4.2.1.6, RFC 9525 section 6`,
  ),
  'x509.value.basicConstraints': told(
    'cA TRUE: certificates signed by this key are to be believed.',
    `${X509} 4.2.1.9`,
  ),
  'x509.value.keyUsage': told('One bit for each thing that the key may do.', `${X509} 4.2.1.3`),
  'x509.value.extKeyUsage': told(
    'id-kp-serverAuth for a server of TLS, id-kp-clientAuth for a client.',
    `${X509} 4.2.1.12`,
  ),
  'x509.value.subjectKeyIdentifier': told('Commonly the SHA-1 of the public key.', `${X509} 4.2.1.2`),
  'x509.value.authorityKeyIdentifier': told("The same octets as the issuer's subjectKeyIdentifier.", `${X509} 4.2.1.1`),
  'x509.value.unknown': told('DER of an extension that is not looked into here.', `${X509} 4.2`),
  'x509.signatureAlgorithm.identifier': told('How the signature below is made: the same as within.', `${X509} 4.1.1.2`),
  'x509.signatureAlgorithm.algorithm': told(
    'The algorithm once more, outside what is signed: to be read before anything is checked.',
    `${X509} 4.1.1.2`,
  ),
  'x509.signatureAlgorithm.parameters': told(
    'Its parameters once more; none for ECDSA and Ed25519.',
    `${X509} 4.1.1.2`,
  ),
  'x509.signatureValue': told(
    "The issuer's signature over tbsCertificate; for ECDSA the two numbers r and s.",
    `${X509} 4.1.1.3, RFC 3279 section 2.2.3`,
  ),
  'x509.unknown': told('A value where RFC 5280 has none.', `${X509} 4.1`),
};
