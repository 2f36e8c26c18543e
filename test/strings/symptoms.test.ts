/** Every symptom that a log can show has its words, whether the log names anybody or not. */
import { describe, expect, test } from 'vitest';
import type { LOGIN_SYMPTOMS } from '../../src/explain/logs/symptoms-login';
import { SYMPTOMS } from '../../src/explain/logs/symptoms';
import { nothingText, symptomText } from '../../src/strings/en/symptoms';
import { login } from '../../src/strings/en/symptoms/login';
import type { WordsOf } from '../../src/strings/symptom-words';

const nobody = { server: null, port: null, told: null, toldPort: null, named: null };
const all = { server: '192.0.2.1', port: 2121, told: '10.0.0.21', toldPort: 50021, named: '192.168.1.10' };

describe.each(SYMPTOMS)('$id', ({ id }) => {
  test.each([nobody, all])('has its two sentences, of %j', (names) => {
    const { means, tells } = symptomText(id, names);
    expect(means).toMatch(/^[A-Z].*\.$/);
    expect(tells).toMatch(/^[A-Za-z].*[.)]$/);
    expect(means + tells).not.toMatch(/[{}]|undefined|null/);
  });
});

test('what the log names is named', () => {
  expect(symptomText('private-address-in-227', all).means).toBe(
    'The server names 10.0.0.21 in 227, an address of its own network that means nothing to the client.',
  );
  expect(symptomText('private-address-in-227', nobody).means).toContain('names the address in 227 in 227');
  expect(symptomText('control-port-closed', all).tells).toContain('sport = :2121');
  expect(nothingText.unknown).toMatch(/^Nothing in this text is known\./);
});

test('a symptom without words does not compile, nor words of none', () => {
  const { 'wrong-password': denied, ...rest } = login;
  // @ts-expect-error -- 'wrong-password' has no words
  const short: WordsOf<typeof LOGIN_SYMPTOMS> = rest;
  // @ts-expect-error -- there is no such symptom
  const long: WordsOf<typeof LOGIN_SYMPTOMS> = { ...login, 'wrong-user': denied };
  expect(Object.keys(long).length - Object.keys(short).length).toBe(2);
});
