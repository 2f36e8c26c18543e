/** Every field of a certificate by its name (RFC 5280 section 4.1), with its value read. */
import { hexOf, isViolation } from '../messages/codec';
import { octetCount } from '../messages/registry';
import type { Span } from '../../wire/span';
import { contentOf, isoOf, oidOf, readDer, TAGS, textOf, timeOf, type Node } from './der';
import { extensionKinds, oidName } from './oids';
import { addressOf } from './x509';

type Party = 'issuer' | 'subject';
type Algorithm = 'signature' | 'key' | 'signatureAlgorithm';

/** The extensions that are read; any other is 'unknown'. */
export type ExtensionKind = (typeof extensionKinds)[keyof typeof extensionKinds] | 'unknown';

export type X509Field = `x509.${
  | 'Certificate'
  | 'tbsCertificate'
  | 'version'
  | 'serialNumber'
  | 'validity'
  | 'notBefore'
  | 'notAfter'
  | 'subjectPublicKeyInfo'
  | 'subjectPublicKey'
  | 'extensions'
  | 'extnID'
  | 'critical'
  | 'signatureValue'
  | 'unknown'
  | Party
  | `${Party}.${'attribute' | 'type' | 'value'}`
  | `${Algorithm}.${'identifier' | 'algorithm' | 'parameters'}`
  | `${'extension' | 'value'}.${ExtensionKind}`}`;

/** A field of a value: its name and code, how its value is written, and the fields in it, in their order. */
interface Shape {
  readonly name: string;
  readonly code: X509Field;
  readonly words: (node: Node) => string;
  readonly parts: (node: Node) => readonly Part[];
}
type Part = readonly [Node | undefined, Shape];

const count = (node: Node): string => octetCount(node.to - node.at);
const inOrder =
  (...shapes: readonly Shape[]) =>
  ({ children }: Node): readonly Part[] =>
    children.map((child, at) => [child, shapes[at] ?? unknown] as const);

function shape(code: X509Field, words: Shape['words'] = count, parts: Shape['parts'] = () => []): Shape {
  return { name: code.split('.').at(-1) ?? '', code, words, parts };
}
const named = (name: string, one: Shape): Shape => ({ ...one, name });
const unknown = shape('x509.unknown');

const oidWords = (node: Node): string => oidName(oidOf(node));
const timeWords = (node: Node): string => isoOf(timeOf(node) ?? 0);

const algorithm = (of: Algorithm, name: string): Shape =>
  named(
    name,
    shape(
      `x509.${of}.identifier`,
      ({ children: [which] }) => (which ? oidWords(which) : ''),
      inOrder(
        shape(`x509.${of}.algorithm`, oidWords),
        shape(`x509.${of}.parameters`, (node) => (node.tag === TAGS.oid ? oidWords(node) : count(node))),
      ),
    ),
  );

const attributeText = ({ children: [type, value] }: Node): string =>
  type && value ? `${oidWords(type)} = ${textOf(value)}` : '';

/** A Name: sets of attributes, each a type and a value. */
const party = (of: Party): Shape => {
  const attribute = named(
    'AttributeTypeAndValue',
    shape(
      `x509.${of}.attribute`,
      attributeText,
      inOrder(shape(`x509.${of}.type`, oidWords), shape(`x509.${of}.value`, textOf)),
    ),
  );
  const sets = (node: Node): readonly Node[] => node.children.flatMap(({ children }) => children);
  return shape(
    `x509.${of}`,
    (node) => sets(node).map(attributeText).join(', '),
    (node) => sets(node).map((one) => [one, attribute] as const),
  );
};

const SIGNED: readonly Shape[] = [
  shape('x509.serialNumber', (node) => hexOf(contentOf(node))),
  algorithm('signature', 'signature'),
  party('issuer'),
  shape('x509.validity', undefined, inOrder(shape('x509.notBefore', timeWords), shape('x509.notAfter', timeWords))),
  party('subject'),
  shape('x509.subjectPublicKeyInfo', count, inOrder(algorithm('key', 'algorithm'), shape('x509.subjectPublicKey'))),
];
const VERSION = shape('x509.version', ({ children: [number] }) => `v${(number ? (contentOf(number)[0] ?? 0) : 0) + 1}`);
const EXTENSIONS = shape(
  'x509.extensions',
  ({ children: [list] }) => String(list?.children.length ?? 0),
  ({ children: [list] }) => list?.children.map((one) => [one, extension(one)] as const) ?? [],
);
const TAGGED: Readonly<Record<number, Shape>> = { 0xa0: VERSION, 0xa3: EXTENSIONS };

function signedParts({ children }: Node): readonly Part[] {
  const plain = children.filter(({ tag }) => TAGGED[tag] === undefined);
  return children.map((child) => [child, TAGGED[child.tag] ?? SIGNED[plain.indexOf(child)] ?? unknown] as const);
}

function extension({ children }: Node): Shape {
  const [id] = children;
  const dotted = id?.tag === TAGS.oid ? oidOf(id) : '';
  const kind: ExtensionKind = (extensionKinds as Readonly<Record<string, ExtensionKind>>)[dotted] ?? 'unknown';
  const inside = named('extnValue', shape(`x509.value.${kind}`, valueWords(kind)));
  const critical = shape('x509.critical', (node) => (contentOf(node)[0] === 0 ? 'FALSE' : 'TRUE'));
  const shapes = [shape('x509.extnID', oidWords), ...(children.length > 2 ? [critical] : []), inside];
  return named(`extension ${kind}`, shape(`x509.extension.${kind}`, count, inOrder(...shapes)));
}

const VALUES: Readonly<Partial<Record<ExtensionKind, (node: Node) => string>>> = {
  subjectAltName: ({ children }) =>
    children.map((one) => (one.tag === 0x87 ? addressOf(contentOf(one)) : textOf(one))).join(', '),
  extKeyUsage: ({ children }) => children.map(oidWords).join(', '),
  basicConstraints: ({ children }) => `cA ${children[0]?.tag === TAGS.boolean ? 'TRUE' : 'FALSE'}`,
  subjectKeyIdentifier: (node) => hexOf(contentOf(node)),
  authorityKeyIdentifier: ({ children: [key] }) => (key ? hexOf(contentOf(key)) : ''),
};

/** What an OCTET STRING holds, which is DER again. */
const valueWords =
  (kind: ExtensionKind) =>
  (node: Node): string => {
    const inner = readDer(contentOf(node));
    return isViolation(inner) ? count(node) : (VALUES[kind]?.(inner) ?? count(node));
  };

const CERTIFICATE = shape(
  'x509.Certificate',
  count,
  inOrder(
    shape('x509.tbsCertificate', count, signedParts),
    algorithm('signatureAlgorithm', 'signatureAlgorithm'),
    shape('x509.signatureValue'),
  ),
);

/** Labels of a whole certificate, whatever its values are; `base` is added to every place. */
export const x509Spans = (root: Node, base: number): readonly Span[] => labelled(root, CERTIFICATE, base);

function labelled(node: Node, { name, code, words, parts }: Shape, base: number): readonly Span[] {
  const own = { layer: 'X.509', name, from: base + node.from, to: base + node.to, value: words(node), is: { code } };
  return [own, ...parts(node).flatMap(([part, shaped]) => (part ? labelled(part, shaped, base) : []))];
}
