/** Real TLS over the simulated network: two toy programs, the endpoint stack, and nothing readable on the wire. */
import { describe, expect, test } from 'vitest';
import { entriesOf, octetsOf } from '../../src/trace/trace';
import { decodePacket } from '../../src/wire/packet/packet';
import { isViolation } from '../../src/wire/violation';
import { text } from '../live/toys';
import { secured } from './secured';

test.each([0, 0.1])('words cross sealed and come back, with a loss of %d', (loss) => {
  const trace = secured({ link: { loss } });
  expect(entriesOf(trace, 'exit').map(({ node, code }) => [node, code])).toContainEqual(['client', 0]);
  expect(trace.end).toBe('quiescent');
  const codes = entriesOf(trace, 'message').flatMap(({ way, message }) =>
    way === 'received' && message.kind === 'reply' ? [message.code] : [],
  );
  expect(codes).toEqual([220, 234, 331, 230, 221]);
  const names = entriesOf(trace, 'layer')
    .filter(({ node, way }) => node === 'client' && way === 'received')
    .map(({ name }) => name);
  for (const name of ['ServerHello', 'EncryptedExtensions', 'Certificate', 'CertificateVerify', 'Finished'])
    expect(names).toContain(name);
  const payloads = entriesOf(trace, 'transmit')
    .map((entry) => decodePacket(octetsOf(trace, entry)))
    .map((packet) => (isViolation(packet) ? '' : text(packet.tcp.payload)));
  expect(payloads.some((payload) => payload.includes('AUTH TLS'))).toBe(true);
  for (const payload of payloads) expect(payload).not.toMatch(/learner|portcall|Goodbye/);
  expect(entriesOf(trace, 'secret').length).toBeGreaterThan(0);
});

describe('moments', () => {
  const names = (most: '1.2' | '1.3') =>
    [...secured({ versions: { most } }).moments.keys()].filter((name) => name.includes('TLS /'));
  test('TLS 1.3: its messages at the client, each by its name', () => {
    expect(names('1.3')).toEqual(
      [
        'ClientHello',
        'HelloRetryRequest',
        'ChangeCipherSpec',
        'ClientHello #2',
        'ChangeCipherSpec #2',
        'ServerHello',
        'EncryptedExtensions',
        'CertificateRequest',
        'Certificate',
        'CertificateVerify',
        'Finished',
        'Certificate #2',
        'Finished #2',
        'NewSessionTicket',
        'NewSessionTicket #2',
        'Alert close_notify',
      ].map((name) => `control 1 / TLS / ${name}`),
    );
  });
  test('TLS 1.2', () => {
    expect(names('1.2')).toEqual(
      [
        'ClientHello',
        'ServerHello',
        'Certificate',
        'ServerKeyExchange',
        'CertificateRequest',
        'ServerHelloDone',
        'Certificate #2',
        'ClientKeyExchange',
        'ChangeCipherSpec',
        'Finished',
        'ChangeCipherSpec #2',
        'Finished #2',
        'Alert close_notify',
      ].map((name) => `control 1 / TLS / ${name}`),
    );
  });
});

test('what follows a message inside TLS is known: the segment that carries it, and the reply it is read in', () => {
  const trace = secured();
  const [sent] = entriesOf(trace, 'message').filter(
    ({ message }) => message.kind === 'request' && message.name === 'USER',
  );
  const carrier = entriesOf(trace, 'transmit').find(({ causes }) =>
    causes.some((n) => trace.entries[n]?.causes.includes(sent?.n ?? -1)),
  );
  expect(carrier?.node).toBe('client');
  expect(carrier?.causes.map((n) => trace.entries[n]?.kind)).toEqual(expect.arrayContaining(['layer', 'command']));
});
