/**
 * The classic symptoms, each from its scenario down to the remedies. A change that was meant is written with
 * `npx vitest run test/explain/symptoms.slow.test.ts -u` and read before it is committed.
 */
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { sections, transcribed } from './symptom';

const all = sections(readFileSync(new URL('symptoms.txt', import.meta.url), 'utf8'));
const made: string[] = [];

beforeAll(async () => {
  for (const { title, scenario } of all)
    made.push([`# ${title}`, ...scenario, ...(await transcribed(scenario))].join('\n'));
}, 300_000);

test('symptoms.txt is what happens', async () => {
  await expect(`${made.join('\n\n')}\n`).toMatchFileSnapshot('symptoms.txt');
});

test('every symptom has words, causes, and a remedy or the reason why there is none', () => {
  expect(all.length).toBeGreaterThanOrEqual(41);
  for (const text of made) expect(text).toMatch(/\nsays\n {4}\S[^]*\nbecause\n {4}\S[^]*\nremedies\n {4}\S/);
});

test.each([
  ['The server tells its private address', 'server.passiveAddress=198.51.100.21'],
  ['EPSV works where PASV does not', 'dataMode=EPSV'],
  ['The passive ports are not forwarded', 'serverEdge.forwards=21; 50020-50045'],
  ['A port forward leads to other ports', 'serverEdge.forwards=21; 50020-50045'],
  ['The FTP helper is not assigned', 'clientEdge.ftpHelper=true'],
  ['Half of them are forwarded', 'server.passiveRange=50020-50030'],
  ['Port 21 is filtered', 'serverEdge.firewall=control-and-passive'],
  ['The helper knows RFC 959 alone', 'clientEdge.helperReads=RFC 2428'],
  ['425 from a second source address', 'clientEdge.pooling=paired'],
  ['The control connection is idle', 'client.keepAlive=30'],
  ['The passive ports are exhausted', 'server.passiveRange=50020-50045'],
  ['ASCII damage', 'fileType=I'],
  ['The right address for the Internet', 'server.passiveAddressLan=10.0.0.21'],
  ['The server wants TLS', 'security=explicit'],
  ['The client asks for TLS', 'server.tls=optional'],
  ['Nobody whom', 'tls.trustCa=true'],
  ['No version of TLS', 'tls.clientMaxTls=none'],
  ['The data connection must resume', 'tls.sessionReuse=true'],
  ['The helper cannot read', 'serverEdge.firewall=control-and-passive'],
  ['The server is read only', 'server.readOnly=false'],
  ['The password is wrong.', 'passwordOk=true'],
  ['The link is cut', 'none: No setting repairs what the learner did'],
])('%s: %s is among the remedies', (title, remedy) => {
  const text = made.find((one) => one.startsWith(`# ${title}`)) ?? '';
  expect(text.slice(text.indexOf('\nremedies\n'))).toContain(`    ${remedy}`);
});
