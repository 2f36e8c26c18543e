/**
 * The symptoms that come with TLS, each from its scenario down to the remedies. A change that was meant is written with
 * `npx vitest run test/explain/tls-symptoms.slow.test.ts -u` and read before it is committed.
 */
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { sections, transcribed } from './symptom';

const all = sections(readFileSync(new URL('tls-symptoms.txt', import.meta.url), 'utf8'));
const made: string[] = [];

beforeAll(async () => {
  for (const { title, scenario } of all)
    made.push([`# ${title}`, ...scenario, ...(await transcribed(scenario))].join('\n'));
}, 300_000);

test('tls-symptoms.txt is what happens', async () => {
  await expect(`${made.join('\n\n')}\n`).toMatchFileSnapshot('tls-symptoms.txt');
});

test('every symptom has words, causes, and a remedy or the reason why there is none', () => {
  expect(all.length).toBeGreaterThanOrEqual(20);
  for (const text of made) expect(text).toMatch(/\nsays\n {4}\S[^]*\nbecause\n {4}\S[^]*\nremedies\n {4}\S/);
});

test.each([
  ['vsftpd: the data connection', 'server.requireTlsSessionReuse=false'],
  ['ProFTPD says 425', 'tls.sessionReuse=true'],
  ['FileZilla: the server is gone', 'none: No setting repairs what the learner did'],
  ['Plain text where TLS is due', 'server.tls=implicit'],
  ['The same as GnuTLS says it (-15)', 'security=explicit'],
  ['PROT C is refused with 534', 'tls.protectData=true'],
  ['PROT C is refused, and each side waits', 'tls.protectData=true'],
  ['Data connections must be encrypted (vsftpd', 'server.requireTlsData=false'],
  ['Data connections must be encrypted (Pure-FTPd', 'tls.protectData=true'],
  ['The server wants TLS, and the client does not ask for it (vsftpd', 'security=explicit'],
  ['The server wants TLS, and the client does not ask for it (ProFTPD', 'security=explicit'],
  ['The server wants TLS, and the client does not ask for it (Pure-FTPd', 'security=explicit'],
  ['Nobody whom', 'tls.trustCa=true'],
  ['The certificate is for another name', 'server.certificate=trusted'],
  ["The certificate's time is over", 'server.certificate=trusted'],
  ['The certificate is signed by its own key', 'server.certificate=trusted'],
  ["The client's oldest TLS", 'tls.clientMinTls=none'],
  ['No shared cipher', 'server.ciphers=none'],
  ['Works plain, hangs with TLS', 'dataMode=PASV'],
  ['An implicit client calls port 21', 'security=explicit'],
  ['An explicit client calls port 990', 'security=implicit'],
  ['A box on the way writes over AUTH, and the client insists', 'wan.stripsAuth=false'],
  ['A box on the way writes over AUTH, and the client gives in', 'wan.stripsAuth=false'],
])('%s: %s is among the remedies', (title, remedy) => {
  const text = made.find((one) => one.startsWith(`# ${title}`)) ?? '';
  expect(text.slice(text.indexOf('\nremedies\n'))).toContain(`    ${remedy}`);
});

/** What the chain ends at: the knob to turn, the work, or the intervention. */
test('every chain ends at a knob, or at what the learner did', () => {
  const last = (text: string): string =>
    text.slice(text.indexOf('\nbecause\n'), text.indexOf('\nremedies\n')).trimEnd().split('\n').at(-1) ?? '';
  for (const text of made) expect(last(text)).toMatch(/\{[\w.]+\}$|You did it: /);
});
