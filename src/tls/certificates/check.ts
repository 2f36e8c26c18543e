/**
 * Whether a chain of certificates is to be trusted: by whom it is signed, for what, for whom and when (RFC 5280
 * section 6).
 */
import { equal } from '../../wire/octets';
import { isViolation } from '../../wire/violation';
import type { Primitives } from '../crypto/primitives';
import { isoOf } from './der';
import type { CertificateVerdict } from './verdict';
import { OIDS, readCertificate, USES, type X509 } from './x509';

interface Check {
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
const VALID = { code: 'valid' } as const;

/**
 * The chain first (signatures, times, uses, up to a trusted authority), then the name (RFC 5280 section 6, RFC 9525).
 */
export function check(
  { chain, anchors, now, name, use }: Check,
  { verify }: Primitives,
): { readonly chain: CertificateVerdict; readonly name: CertificateVerdict } {
  const read = chain.slice(0, LONGEST).map(readCertificate);
  const [leaf] = read;
  if (leaf === undefined) return both({ code: 'absent' });
  const ill = read.find(isViolation);
  if (ill || isViolation(leaf)) return both({ code: 'malformed', why: ill?.why ?? null });
  const trusted = anchors.map(readCertificate).filter((one): one is X509 => !isViolation(one));
  const fits = name === null || matches(leaf, name);
  return {
    chain: isFor(leaf, use) ? path(leaf, read as readonly X509[], trusted, now, verify) : { code: 'wrong-use' },
    name: fits ? VALID : { code: 'wrong-host', names: namesOf(leaf), called: name },
  };
}

const isFor = ({ uses }: X509, use: keyof typeof USES): boolean =>
  uses === null || uses.includes(USES[use]) || uses.includes(OIDS.anyUse);

/** From the leaf up to what is trusted, each certificate by its signer's key. */
function path(
  leaf: X509,
  certificates: readonly X509[],
  trusted: readonly X509[],
  now: number,
  verify: Primitives['verify'],
): CertificateVerdict {
  const seen: X509[] = [];
  let at = leaf;
  while (seen.length < LONGEST) {
    seen.push(at);
    const { tbs } = at;
    if (trusted.some((anchor) => equal(anchor.tbs, tbs))) return inTime(seen, now);
    const others = certificates.filter((one) => !seen.includes(one));
    const signer = signerOf(at, trusted, others);
    if (!signer) return { code: 'unknown-ca', because: 'no-issuer' };
    const wrong = signatureWrong(at, signer, verify);
    if (wrong) return wrong;
    if (signer === at) return seen.length === 1 ? { code: 'self-signed' } : { code: 'unknown-ca', because: null };
    at = signer;
  }
  return { code: 'unknown-ca', because: 'too-long' };
}

/** One that is trusted, or itself, or another of the chain. */
function signerOf(at: X509, trusted: readonly X509[], others: readonly X509[]): X509 | undefined {
  const isIssuer = (one: X509): boolean => equal(one.subject, at.issuer);
  return trusted.find(isIssuer) ?? (isIssuer(at) ? at : others.find(isIssuer));
}

function signatureWrong(at: X509, signer: X509, verify: Primitives['verify']): CertificateVerdict | null {
  const { kind, octets } = signer.key;
  if (!at.scheme || kind === 'rsa' || kind === 'other') return { code: 'unsupported' };
  if (signer !== at && !signer.isAuthority) return { code: 'not-an-authority' };
  return verify(at.scheme, octets, at.tbs, at.signature) ? null : { code: 'bad-signature' };
}

/** Whom it is for; a common name counts only where there are no names. */
function namesOf({ names, addresses, commonName }: X509): readonly string[] {
  const all = [...names, ...addresses];
  return all.length > 0 ? all : [commonName].filter((name) => name !== '');
}

const both = (one: CertificateVerdict) => ({ chain: one, name: one });

function inTime(chain: readonly X509[], now: number): CertificateVerdict {
  const over = chain.find(({ notAfter }) => now > notAfter);
  if (over) return { code: 'expired', when: isoOf(over.notAfter) };
  const early = chain.find(({ notBefore }) => now < notBefore);
  return early ? { code: 'not-yet-valid', when: isoOf(early.notBefore) } : VALID;
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
