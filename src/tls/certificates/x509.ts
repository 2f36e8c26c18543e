/**
 * X.509 certificates (RFC 5280), as much as a TLS client looks at: read, written and checked without help from outside.
 */
import { isViolation, violation, type Violation } from '../../wire/violation';
import { contentOf, oidOf, readDer, TAGS, textOf, timeOf, wholeOf, type Node } from './der';
import { equal } from '../../wire/octets';
import { type PerformedScheme } from '../crypto/primitives';
import type { CertificateRule } from '../messages/reasons';

export interface X509 {
  readonly tbs: Uint8Array;
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly commonName: string;
  /** Seconds since 1970-01-01 00:00 UTC. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** 'rsa' where we can do nothing with it. */
  readonly key: { readonly kind: 'p256' | 'p384' | 'ed25519' | 'rsa' | 'other'; readonly octets: Uint8Array };
  readonly names: readonly string[];
  readonly addresses: readonly string[];
  readonly isAuthority: boolean;
  /** Null: any use. */
  readonly uses: readonly string[] | null;
  readonly scheme: PerformedScheme | null;
  readonly signature: Uint8Array;
}

export const OIDS = {
  ecPublicKey: '1.2.840.10045.2.1',
  p256: '1.2.840.10045.3.1.7',
  p384: '1.3.132.0.34',
  ed25519: '1.3.101.112',
  rsa: '1.2.840.113549.1.1.1',
  ecdsaSha256: '1.2.840.10045.4.3.2',
  ecdsaSha384: '1.2.840.10045.4.3.3',
  commonName: '2.5.4.3',
  organization: '2.5.4.10',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  extKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  anyUse: '2.5.29.37.0',
} as const;

export const USES = { server: OIDS.serverAuth, client: OIDS.clientAuth } as const;

const bad = (wrong: CertificateRule['wrong']): Violation =>
  violation<CertificateRule>({ code: 'not-a-certificate', wrong });

/** Certificate (RFC 5280 section 4.1): three parts. */
export function readCertificate(der: Uint8Array): X509 | Violation {
  const root = readDer(der);
  if (isViolation(root)) return root;
  const [tbs, algorithm, signature] = root.children;
  const isWhole = root.tag === TAGS.sequence && root.children.length === 3 && tbs?.tag === TAGS.sequence;
  if (!isWhole || !algorithm || signature?.tag !== TAGS.bits) return bad('structure');
  if (contentOf(signature)[0] !== 0) return bad('signature-length');
  const signed = signedPart(tbs, algorithm);
  return 'violation' in signed
    ? signed
    : { ...signed, scheme: schemeOf(algorithm), signature: contentOf(signature).slice(1) };
}

/** TBSCertificate: what the authority has signed. */
function signedPart(tbs: Node, algorithm: Node): Omit<X509, 'scheme' | 'signature'> | Violation {
  const parts = tbs.children.filter((node) => node.tag !== 0xa0);
  const [, signedAlgorithm, issuer, validity, subject, spki] = parts;
  if (!signedAlgorithm || !equal(wholeOf(signedAlgorithm), wholeOf(algorithm))) return bad('algorithms-differ');
  const [notBefore = null, notAfter = null] = validity?.children.map(timeOf) ?? [];
  if (!issuer || !subject || !spki || notBefore === null || notAfter === null) return bad('field-missing');
  const key = keyOf(spki);
  if (!key) return bad('key');
  return {
    tbs: wholeOf(tbs),
    issuer: wholeOf(issuer),
    subject: wholeOf(subject),
    commonName: commonNameOf(subject),
    notBefore,
    notAfter,
    key,
    ...extended(tbs),
  };
}

/** What its extensions say; of those that cannot be read nothing is said. */
function extended(tbs: Node): Pick<X509, 'names' | 'addresses' | 'isAuthority' | 'uses'> {
  const extensions = new Map<string, Node>();
  for (const extension of tbs.children.find((node) => node.tag === 0xa3)?.children[0]?.children ?? []) {
    const value = extension.children.at(-1);
    const inner = value ? readDer(contentOf(value)) : null;
    if (extension.children[0] && inner && !isViolation(inner)) extensions.set(oidOf(extension.children[0]), inner);
  }
  const alternatives = extensions.get(OIDS.subjectAltName)?.children ?? [];
  return {
    names: alternatives.filter((node) => node.tag === 0x82).map((node) => textOf(node).toLowerCase()),
    addresses: alternatives.filter((node) => node.tag === 0x87).map((node) => addressOf(contentOf(node))),
    isAuthority: extensions.get(OIDS.basicConstraints)?.children[0]?.tag === TAGS.boolean,
    uses: extensions.get(OIDS.extKeyUsage)?.children.map(oidOf) ?? null,
  };
}

function keyOf(spki: Node): X509['key'] | null {
  const [algorithm, key] = spki.children;
  const [name, parameters] = algorithm?.children ?? [];
  if (!name || key?.tag !== TAGS.bits) return null;
  const octets = contentOf(key).slice(1);
  const which = oidOf(name);
  const curve = which === OIDS.ecPublicKey && parameters ? oidOf(parameters) : '';
  return { kind: KEYS[which] ?? CURVES[curve] ?? 'other', octets };
}

type KeyKind = X509['key']['kind'];
const KEYS: Readonly<Record<string, KeyKind>> = { [OIDS.ed25519]: 'ed25519', [OIDS.rsa]: 'rsa' };
const CURVES: Readonly<Record<string, KeyKind>> = { [OIDS.p256]: 'p256', [OIDS.p384]: 'p384' };

function schemeOf(algorithm: Node): PerformedScheme | null {
  const schemes: Readonly<Record<string, PerformedScheme>> = {
    [OIDS.ecdsaSha256]: 'ecdsa_secp256r1_sha256',
    [OIDS.ecdsaSha384]: 'ecdsa_secp384r1_sha384',
    [OIDS.ed25519]: 'ed25519',
  };
  return (algorithm.children[0] && schemes[oidOf(algorithm.children[0])]) ?? null;
}

const commonNameOf = (name: Node): string => {
  const found = name.children
    .flatMap((set) => set.children)
    .find((pair) => pair.children[0] && oidOf(pair.children[0]) === OIDS.commonName);
  return found?.children[1] ? textOf(found.children[1]) : '';
};

export const addressOf = (octets: Uint8Array): string =>
  octets.length === 4
    ? octets.join('.')
    : Array.from({ length: octets.length / 2 }, (_, i) =>
        (((octets[2 * i] ?? 0) << 8) | (octets[2 * i + 1] ?? 0)).toString(16),
      ).join(':');
