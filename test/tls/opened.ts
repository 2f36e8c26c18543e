/**
 * Opens what was sealed, from the octets on the wire and the key log alone, as Wireshark does: nothing of the trace's
 * own word for it.
 */
import { decode, isViolation } from '../../src/tls/messages/codec';
import { find } from '../../src/tls/messages/extensions';
import { bodies } from '../../src/tls/messages/extension-bodies';
import { clientHello, RETRY_RANDOM, serverHello } from '../../src/tls/messages/messages';
import { concat, equal } from '../../src/wire/octets';
import { suiteOf } from '../../src/tls/crypto/primitives';
import { open, protection, type Protection } from '../../src/tls/record/record';
import { prf } from '../../src/tls/crypto/schedule';
import { faultSays } from '../../src/strings/en/tls-faults';
import { isFault } from '../../src/tls/messages/alerts';
import { stretchesOf } from '../../src/tls/record/record-scan';

export interface OpenedRecord {
  readonly type: number;
  readonly content: Uint8Array;
}

const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (digits) => parseInt(digits, 16));
const hex = (octets: Uint8Array) => Buffer.from(octets).toString('hex');

interface Fragment {
  readonly type: number;
  readonly header: Uint8Array;
  readonly fragment: Uint8Array;
}

const fragments = (stream: Uint8Array): readonly Fragment[] =>
  stretchesOf(stream).flatMap((one) =>
    one.kind === 'record' && one.whole
      ? [
          {
            type: one.header.type,
            header: stream.subarray(one.from, one.from + 5),
            fragment: stream.subarray(one.from + 5, one.to),
          },
        ]
      : [],
  );

/** The records of both directions in order, opened. Throws where a record does not verify. */
export function opened(
  client: Uint8Array,
  server: Uint8Array,
  keyLog: string,
): { readonly client: readonly OpenedRecord[]; readonly server: readonly OpenedRecord[] } {
  const [ours, theirs] = [fragments(client), fragments(server)];
  const hello = decode(clientHello, ours[0]!.fragment.subarray(4));
  const answer = theirs
    .filter(({ type, fragment }) => type === 22 && fragment[0] === 2)
    .map(({ fragment }) => decode(serverHello, fragment.subarray(4)))
    .find((one) => !isViolation(one) && !equal(one.random, RETRY_RANDOM));
  if (isViolation(hello) || !answer || isViolation(answer)) throw new Error('no hellos');
  const secret = (label: string) =>
    bytes(new RegExp(`^${label} ${hex(hello.random)} (\\w+)$`, 'm').exec(keyLog)?.[1] ?? '');
  const is13 = find(answer.extensions, 'supported_versions', bodies.version) === 0x0304;
  const way = (records: readonly Fragment[], end: 'CLIENT' | 'SERVER') =>
    is13
      ? ways13(
          records,
          [secret(`${end}_HANDSHAKE_TRAFFIC_SECRET`), secret(`${end}_TRAFFIC_SECRET_0`)].map((one) =>
            protection(answer.cipherSuite, one),
          ),
        )
      : ways12(
          records,
          keys12(
            answer.cipherSuite,
            prf(
              suiteOf(answer.cipherSuite)!.hash,
              secret('CLIENT_RANDOM'),
              'key expansion',
              concat(answer.random, hello.random),
              256,
            ),
            end,
          ),
        );
  return { client: way(ours, 'CLIENT'), server: way(theirs, 'SERVER') };
}

function taken(protect: Protection, { header, fragment }: Fragment) {
  const found = open(protect, header, fragment);
  if (isFault(found)) throw new Error(faultSays(found.why));
  return found;
}

function ways13(records: readonly Fragment[], stages: Protection[]): OpenedRecord[] {
  return records.map((record) => {
    const [stage] = stages;
    if (record.type !== 23 || !stage) return { type: record.type, content: record.fragment };
    const { content, next } = taken(stage, record);
    stages[0] = next;
    if (content.type === 22 && content.octets[0] === 20) stages.shift(); // after Finished the traffic keys
    return { type: content.type, content: content.octets };
  });
}

function ways12(records: readonly Fragment[], keys: Protection): OpenedRecord[] {
  let protect: Protection | null = null;
  return records.map((record) => {
    if (protect === null) {
      if (record.type === 20) protect = keys;
      return { type: record.type, content: record.fragment };
    }
    const { content, next } = taken(protect, record);
    protect = next;
    return { type: content.type, content: content.octets };
  });
}

function keys12(number: number, block: Uint8Array, end: 'CLIENT' | 'SERVER'): Protection {
  const suite = suiteOf(number)!;
  const iv = suite.aead === 'gcm' ? 4 : 12;
  const n = end === 'CLIENT' ? 0 : 1;
  const part = (at: number, length: number) => block.slice(at, at + length);
  return {
    version: '1.2',
    suite: number,
    key: part(n * suite.keyLength, suite.keyLength),
    iv: part(2 * suite.keyLength + n * iv, iv),
    sequence: 0,
    secret: new Uint8Array(0),
  };
}
