/** Certificates of our own, in DER (RFC 5280 section 4.1). */
import type { Primitives } from '../crypto/primitives';
import { bits, integer, oid, sequence, string, TAGS, time, tlv } from './der';
import { OIDS } from './x509';

interface Wanted {
  readonly serial: number;
  readonly issuer: string;
  readonly subject: string;
  readonly organization: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly key: { readonly kind: 'p256' | 'ed25519'; readonly octets: Uint8Array };
  readonly names: readonly string[];
  readonly isAuthority: boolean;
}
/** A certificate in DER, signed by the key of `issuer`. */
export function writeCertificate(
  wanted: Wanted,
  signer: { readonly kind: 'p256' | 'ed25519'; readonly secret: Uint8Array },
  { sign }: Primitives,
): Uint8Array {
  const attribute = (type: string, value: string): Uint8Array =>
    tlv(TAGS.set, sequence(oid(type), string(TAGS.utf8, value)));
  const name = (commonName: string): Uint8Array =>
    sequence(attribute(OIDS.organization, wanted.organization), attribute(OIDS.commonName, commonName));
  const algorithm = sequence(oid(signer.kind === 'p256' ? OIDS.ecdsaSha256 : OIDS.ed25519));
  const key =
    wanted.key.kind === 'p256' ? sequence(oid(OIDS.ecPublicKey), oid(OIDS.p256)) : sequence(oid(OIDS.ed25519));
  const extension = (type: string, value: Uint8Array): Uint8Array => sequence(oid(type), tlv(TAGS.octets, value));
  const extensions = wanted.isAuthority
    ? [extension(OIDS.basicConstraints, sequence(tlv(TAGS.boolean, Uint8Array.of(255))))]
    : [
        extension(OIDS.subjectAltName, sequence(...wanted.names.map((one) => string(0x82, one)))),
        extension(OIDS.extKeyUsage, sequence(oid(OIDS.serverAuth))),
      ];
  const tbs = sequence(
    tlv(0xa0, integer(2)),
    integer(wanted.serial),
    algorithm,
    name(wanted.issuer),
    sequence(time(wanted.notBefore), time(wanted.notAfter)),
    name(wanted.subject),
    sequence(key, bits(wanted.key.octets)),
    tlv(0xa3, sequence(...extensions)),
  );
  return sequence(
    tbs,
    algorithm,
    bits(sign(signer.kind === 'p256' ? 'ecdsa_secp256r1_sha256' : 'ed25519', signer.secret, tbs)),
  );
}
