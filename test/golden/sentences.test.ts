/** What the inspector once said and was wrong or empty (a review by protocol engineers), and what it says now. */
import { expect, test } from 'vitest';
import { load } from '../../src/parts';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import { tcp } from '../../src/strings/en/states/tcp';
import { fromLink } from '../../src/scenario/text/link';
import { labelledIn, toldIn, type Told } from './field-walk';

const runs = new Map<string, Promise<readonly Told[]>>();

async function read(link: string): Promise<readonly Told[]> {
  const { scenario } = fromLink(link);
  return toldIn(labelledIn(run(scenario, await load(needs(scenario)))));
}

function told(link: string): Promise<readonly Told[]> {
  const found = runs.get(link) ?? read(link);
  runs.set(link, found);
  return found;
}

const HELLO = 'security=explicit&server.tls=required&actions=pwd';
const OLD = 'security=explicit&server.tls=required&tls.clientMaxTls=1.2&actions=pwd';

interface Answer {
  readonly code: string;
  readonly old: string;
  readonly now: string;
  readonly source?: string;
  readonly link?: string;
}

const ANSWERS: readonly Answer[] = [
  { code: 'tcp.sourcePort', old: 'The socket that sent it', now: 'An address and a port make a socket' },
  { code: 'tcp.destinationPort', old: 'The socket that is to receive it', now: "The receiver's port" },
  {
    code: 'ipv4.typeOfService',
    old: 'low delay, or high throughput',
    now: 'DSCP',
    source: 'RFC 2474 section 3, RFC 3168',
  },
  { code: 'ipv4.identification', old: 'Tells fragments of one packet', now: 'Means nothing here', source: 'RFC 6864' },
  {
    code: 'ipv6.trafficClass',
    old: 'low delay, or high throughput',
    now: 'DSCP',
    link: 'ipVersion=6&dataMode=EPSV&actions=pwd',
  },
  {
    code: 'ipv6.flowLabel',
    old: 'on all packets of one flow',
    now: 'Zero',
    link: 'ipVersion=6&dataMode=EPSV&actions=pwd',
  },
  {
    code: 'hello_retry_request.random',
    old: '32 octets that the server draws anew for every handshake.',
    now: 'Drawn by nobody: the SHA-256 of "HelloRetryRequest"',
    source: 'RFC 8446 section 4.1.3',
    link: HELLO,
  },
  { code: 'sealed.nonce_explicit', old: 'the number of the record', now: 'never twice under one key', link: OLD },
  ...[
    ['server_name', 'RFC 6066 section 3'],
    ['ec_point_formats', 'RFC 8422 section 5.1.2'],
    ['encrypt_then_mac', 'RFC 7366 section 2'],
    ['extended_master_secret', 'RFC 7627 section 5.1'],
    ['session_ticket', 'RFC 5077 section 3.2'],
    ['supported_versions', 'RFC 8446 section 4.2.1'],
    ['key_share', 'RFC 8446 section 4.2.8'],
  ].map(([name = '', source = '']) => ({
    code: `extension.${name}`,
    old: 'One thing more to agree on.',
    now: '',
    source,
    link: name === 'session_ticket' ? `${HELLO}&client.software=ftplib` : HELLO,
  })),
  {
    code: 'extension.renegotiation_info',
    old: 'One thing more to agree on.',
    now: 'second handshake',
    source: 'RFC 5746',
    link: OLD,
  },
  ...['notAfter', 'issuer', 'subjectPublicKey', 'extension.subjectAltName', 'signatureValue'].map((name) => ({
    code: `x509.${name}`,
    old: 'A value of the certificate.',
    now: '',
    source: 'RFC 5',
    link: HELLO,
  })),
];

test.each(ANSWERS)('$code: not "$old"', async ({ code, old, now, source = '', link = 'actions=pwd' }) => {
  const found = (await told(link)).filter(({ span }) => span.is.code === code);
  expect(found.length).toBeGreaterThan(0);
  for (const one of found) {
    expect(one.why).not.toContain(old);
    expect(one.why).toContain(now);
    expect(one.source).toContain(source);
  }
});

test('TIME-WAIT: not "in case the last ACK was lost" alone, and 60 s on Linux', () => {
  expect(tcp['TIME-WAIT']).toMatch(/last ACK .* old duplicates .* four minutes and Linux 60 s/);
});
