/** TLS in the one notation: once at the client in the dialogue, at both ends beside the segments. */
import { expect, test } from 'vitest';
import { transcript } from '../../src/cli/transcript';
import { layerText, parseLayerText } from '../../src/wire/notation/layer-text';
import { secured } from '../sim/secured';

const said = (lines: readonly string[], pattern: RegExp) =>
  lines.filter((line) => pattern.test(line)).map((line) => line.slice(14).replace(/ {2,}/g, '  '));

test('a handshake of 1.2, and what follows it', () => {
  expect(said(transcript(secured({ versions: { most: '1.2' } }), 'dialogue'), /control 1/)).toEqual([
    'client  control 1  220 Harbour',
    'client  control 1  AUTH TLS',
    'client  control 1  234 Proceed',
    'client  control 1  TLS  -> ClientHello',
    'client  control 1  TLS  <- ServerHello',
    'client  control 1  TLS  <- Certificate',
    'client  control 1  TLS  <- ServerKeyExchange',
    'client  control 1  TLS  <- CertificateRequest',
    'client  control 1  TLS  <- ServerHelloDone',
    'client  control 1  TLS  -> Certificate',
    'client  control 1  TLS  -> ClientKeyExchange',
    'client  control 1  TLS  -> ChangeCipherSpec',
    'client  control 1  TLS  -> Finished sealed',
    'client  control 1  TLS  <- ChangeCipherSpec',
    'client  control 1  TLS  <- Finished sealed',
    'client  control 1  USER learner',
    'client  control 1  331 Password?',
    'client  control 1  PASS portcall',
    'client  control 1  230 Welcome',
    'client  control 1  QUIT',
    'client  control 1  221 Goodbye',
    'client  control 1  TLS  -> Alert close_notify sealed',
  ]);
});

test('both ends, and the octets inside, where segments are asked for', () => {
  const lines = said(
    transcript(secured({ versions: { most: '1.2' } }), 'segments'),
    /TLS {2}(->|<-) (ServerHello|ApplicationData)/,
  );
  expect(lines.slice(0, 4)).toEqual([
    'server  control 1  TLS  -> ServerHello',
    'server  control 1  TLS  -> ServerHelloDone',
    'client  control 1  TLS  <- ServerHello',
    'client  control 1  TLS  <- ServerHelloDone',
  ]);
  expect(lines).toContain('client  control 1  TLS  -> ApplicationData, 14 octets sealed');
});

test('the notation reads what it writes', () => {
  for (const way of ['sent', 'received'] as const) {
    for (const sealed of [false, true]) {
      const message = { layer: 'TLS', way, name: 'Alert close_notify', sealed };
      expect(parseLayerText(layerText(message))).toEqual(message);
    }
  }
  expect(parseLayerText('ClientHello')).toMatchObject({ violation: 'layer-text' });
});
