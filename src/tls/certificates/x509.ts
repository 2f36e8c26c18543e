/**
 * X.509 certificates (RFC 5280), as much as a TLS client looks at: read, written and checked without help from outside.
 */
import { isViolation, violation, type Violation } from '../../wire/violation';
import {
  bits,
  contentOf,
  integer,
  isoOf,
  oid,
  oidOf,
  readDer,
  sequence,
  string,
  TAGS,
  textOf,
  time,
  timeOf,
  tlv,
  wholeOf,
  type Node,
} from './der';
import { equal, type PerformedScheme, type Primitives } from '../crypto/primitives';
import { verdict, type CertificateVerdict } from './verdict';

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

const OIDS = {
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

const bad = (text: string): Violation => violation('not-a-certificate', text);

export function readCertificate(der: Uint8Array): X509 | Violation {
  const root = readDer(der);
  if (isViolation(root)) return root;
  const [tbs, algorithm, signature] = root.children;
  if (
    root.tag !== TAGS.sequence ||
    root.children.length !== 3 ||
    tbs?.tag !== TAGS.sequence ||
    !algorithm ||
    signature?.tag !== TAGS.bits
  )
    return bad('it is no sequence of what is signed, how, and the signature');
  if (contentOf(signature)[0] !== 0) return bad('the signature is no whole number of octets');
  const parts = tbs.children.filter((node) => node.tag !== 0xa0);
  const [, signedAlgorithm, issuer, validity, subject, spki] = parts;
  if (!signedAlgorithm || !equal(wholeOf(signedAlgorithm), wholeOf(algorithm)))
    return bad("the signature's algorithm is not the one that is signed (RFC 5280 section 4.1.1.2)");
  const [from, to] = validity?.children ?? [];
  const notBefore = from ? timeOf(from) : null;
  const notAfter = to ? timeOf(to) : null;
  if (!issuer || !subject || !spki || notBefore === null || notAfter === null)
    return bad('issuer, validity, subject or key is missing');
  const key = keyOf(spki);
  if (!key) return bad('the public key cannot be read');
  const extensions = new Map<string, Node>();
  for (const extension of tbs.children.find((node) => node.tag === 0xa3)?.children[0]?.children ?? []) {
    const value = extension.children.at(-1);
    const inner = value ? readDer(contentOf(value)) : null;
    if (extension.children[0] && inner && !isViolation(inner)) extensions.set(oidOf(extension.children[0]), inner);
  }
  const alternatives = extensions.get(OIDS.subjectAltName)?.children ?? [];
  return {
    tbs: wholeOf(tbs),
    issuer: wholeOf(issuer),
    subject: wholeOf(subject),
    commonName: commonNameOf(subject),
    notBefore,
    notAfter,
    key,
    names: alternatives.filter((node) => node.tag === 0x82).map((node) => textOf(node).toLowerCase()),
    addresses: alternatives.filter((node) => node.tag === 0x87).map((node) => addressOf(contentOf(node))),
    isAuthority: extensions.get(OIDS.basicConstraints)?.children[0]?.tag === TAGS.boolean,
    uses: extensions.get(OIDS.extKeyUsage)?.children.map(oidOf) ?? null,
    scheme: schemeOf(algorithm),
    signature: contentOf(signature).slice(1),
  };
}

function keyOf(spki: Node): X509['key'] | null {
  const [algorithm, key] = spki.children;
  const [name, parameters] = algorithm?.children ?? [];
  if (!name || key?.tag !== TAGS.bits) return null;
  const octets = contentOf(key).slice(1);
  const which = oidOf(name);
  const curve = which === OIDS.ecPublicKey && parameters ? oidOf(parameters) : '';
  const kind =
    which === OIDS.ed25519
      ? 'ed25519'
      : which === OIDS.rsa
        ? 'rsa'
        : curve === OIDS.p256
          ? 'p256'
          : curve === OIDS.p384
            ? 'p384'
            : 'other';
  return { kind, octets };
}

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

const addressOf = (octets: Uint8Array): string =>
  octets.length === 4
    ? octets.join('.')
    : Array.from({ length: octets.length / 2 }, (_, i) =>
        (((octets[2 * i] ?? 0) << 8) | (octets[2 * i + 1] ?? 0)).toString(16),
      ).join(':');

export interface Check {
  /** The peer's certificate first. */
  readonly chain: readonly Uint8Array[];
  readonly anchors: readonly Uint8Array[];
  /** Seconds since 1970-01-01 00:00 UTC. */
  readonly now: number;
  /** Null: a name is not looked for. */
  readonly name: string | null;
  readonly use: keyof typeof USES;
}

const LONGEST = 8;

/**
 * The chain first (signatures, times, uses, up to a trusted authority), then the name (RFC 5280 section 6, RFC 9525).
 */
export function check(
  { chain, anchors, now, name, use }: Check,
  { verify }: Primitives,
): { readonly chain: CertificateVerdict; readonly name: CertificateVerdict } {
  const read = chain.slice(0, LONGEST).map(readCertificate);
  const trusted = anchors.map(readCertificate).filter((one): one is X509 => !isViolation(one));
  const [leaf] = read;
  if (leaf === undefined) return both(verdict('absent'));
  const ill = read.find(isViolation);
  if (ill || isViolation(leaf)) return both(verdict('malformed', ill?.text ?? ''));
  const certificates = read as readonly X509[];
  const named =
    name === null || matches(leaf, name)
      ? verdict('valid')
      : verdict(
          'wrong-host',
          `it is for ${[...leaf.names, ...leaf.addresses].join(', ') || leaf.commonName || 'nobody'}, and ${name} was called`,
        );
  const answer = (chainVerdict: CertificateVerdict) => ({ chain: chainVerdict, name: named });
  if (leaf.uses && !leaf.uses.includes(USES[use]) && !leaf.uses.includes(OIDS.anyUse))
    return answer(verdict('wrong-use'));
  const seen: X509[] = [];
  for (let current: X509 = leaf; seen.length < LONGEST;) {
    const at = current;
    const { issuer } = at;
    seen.push(at);
    if (trusted.some((anchor) => equal(anchor.tbs, at.tbs))) return answer(inTime(seen, now));
    const self = equal(issuer, at.subject);
    const signer =
      trusted.find((one) => equal(one.subject, issuer)) ??
      (self ? at : certificates.find((one) => !seen.includes(one) && equal(one.subject, issuer)));
    if (!signer) return answer(verdict('unknown-ca', `its issuer is not known`));
    if (!at.scheme || signer.key.kind === 'rsa' || signer.key.kind === 'other') return answer(verdict('unsupported'));
    if (signer !== at && !signer.isAuthority) return answer(verdict('not-an-authority'));
    if (!verify(at.scheme, signer.key.octets, at.tbs, at.signature)) return answer(verdict('bad-signature'));
    if (signer === at) return answer(verdict(seen.length === 1 ? 'self-signed' : 'unknown-ca'));
    current = signer;
  }
  return answer(verdict('unknown-ca', 'the chain is too long'));
}

const both = (one: CertificateVerdict) => ({ chain: one, name: one });

function inTime(chain: readonly X509[], now: number): CertificateVerdict {
  const over = chain.find(({ notAfter }) => now > notAfter);
  if (over) return verdict('expired', `it ended at ${isoOf(over.notAfter)}`);
  const early = chain.find(({ notBefore }) => now < notBefore);
  return early ? verdict('not-yet-valid', `it begins at ${isoOf(early.notBefore)}`) : verdict('valid');
}

/**
 * RFC 9525 section 6.3: a wildcard stands for exactly the leftmost label. A common name no longer counts where there
 * are names.
 */
export function matches({ names, addresses, commonName }: X509, wanted: string): boolean {
  const name = wanted.toLowerCase().replace(/\.$/, '');
  if (/^[\d.]+$|:/.test(name)) return addresses.includes(name);
  const candidates = names.length > 0 || addresses.length > 0 ? names : [commonName.toLowerCase()];
  return candidates.some(
    (one) =>
      one === name || (one.startsWith('*.') && name.includes('.') && name.slice(name.indexOf('.')) === one.slice(1)),
  );
}

// Writing

export interface Wanted {
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
