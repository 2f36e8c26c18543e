/** Object identifiers that certificates use, by the names of their documents (RFC 5280, 5480, 5758, 8410). */
import { OIDS } from './x509';

/** Extensions whose contents are read (RFC 5280 section 4.2). */
export const extensionKinds = {
  [OIDS.subjectAltName]: 'subjectAltName',
  [OIDS.basicConstraints]: 'basicConstraints',
  [OIDS.extKeyUsage]: 'extKeyUsage',
  '2.5.29.15': 'keyUsage',
  '2.5.29.14': 'subjectKeyIdentifier',
  '2.5.29.35': 'authorityKeyIdentifier',
} as const;

const NAMES: Readonly<Record<string, string>> = {
  ...extensionKinds,
  [OIDS.ecPublicKey]: 'id-ecPublicKey',
  [OIDS.p256]: 'secp256r1',
  [OIDS.p384]: 'secp384r1',
  [OIDS.ed25519]: 'id-Ed25519',
  [OIDS.rsa]: 'rsaEncryption',
  [OIDS.ecdsaSha256]: 'ecdsa-with-SHA256',
  [OIDS.ecdsaSha384]: 'ecdsa-with-SHA384',
  [OIDS.commonName]: 'commonName',
  [OIDS.organization]: 'organizationName',
  [OIDS.serverAuth]: 'id-kp-serverAuth',
  [OIDS.clientAuth]: 'id-kp-clientAuth',
  [OIDS.anyUse]: 'anyExtendedKeyUsage',
};

export const oidName = (dotted: string): string => NAMES[dotted] ?? dotted;
