/** Old versions and weak suites, offered: our server refuses each, by name; one that accepts is found out. */
import { expect, test } from 'vitest';
import { auditVerdict, probeHello, probes } from '../../src/tls/record/audit';
import { encode } from '../../src/tls/messages/codec';
import { serverHello } from '../../src/tls/messages/messages';
import { recordOf } from '../../src/tls/record/record';
import { deliver, server } from './ends';

test.each(probes.map((probe) => [probe.name, probe] as const))('%s', (_, probe) => {
  const end = server();
  deliver(end, probeHello(probe, 'ftp.example.test', new Uint8Array(32)));
  expect(auditVerdict(end.drain())).toEqual({
    accepted: false,
    text: `refused: ${probe.version === '1.2' ? 'handshake_failure' : 'protocol_version'}`,
  });
});

test('a server that accepts TLS 1.0', () => {
  const body = encode(serverHello, {
    legacyVersion: 0x0301,
    random: new Uint8Array(32),
    legacySessionIdEcho: new Uint8Array(0),
    cipherSuite: 0x002f,
    legacyCompressionMethod: 0,
    extensions: [],
  });
  const answer = recordOf(22, 0x0301, Uint8Array.from([2, 0, 0, body.length, ...body]));
  expect(auditVerdict(answer)).toEqual({ accepted: true, text: 'accepted: TLS 1.0, TLS_RSA_WITH_AES_128_CBC_SHA' });
  expect(auditVerdict(answer.slice(0, 20))).toBeNull();
});
