import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MachineEvent } from '../../src/machine/contract';
import { stepper } from '../../src/machine/step';
import { reference } from '../machine/reference';
import type { ScannerProfile } from '../../src/scan/profile';
import nmap from '../../src/scan/profiles/nmap.json';
import { scanner } from '../../src/scan/scanner.machine';

const profile = nmap as ScannerProfile;

test('a carried snapshot steps as a resolved one, whatever comes', () => {
  const names = fc.constantFrom('port 20 try 1', 'port 20 try 2', 'port 21 try 1', 'port 22 try 1', 'port 9 try 1');
  const end = { address: '198.51.100.21', port: 21 };
  const event: fc.Arbitrary<MachineEvent> = fc
    .tuple(
      fc.nat(3_000_000),
      fc.oneof(
        fc.constant({ type: 'started' as const }),
        {
          weight: 4,
          arbitrary: fc.record({
            type: fc.constant('answered' as const),
            connection: names,
            from: fc.constantFrom(end.address, '198.51.100.1'),
            timeToLive: fc.nat(255),
            flags: fc.constantFrom(0x12, 0x14, 0x10, 0),
            unreachable: fc.constantFrom(null, 3, 13, 77),
          }),
        },
        names.map((connection) => ({ type: 'opened' as const, connection, local: end, remote: end })),
        names.map((subject) => ({ type: 'failed' as const, subject, reason: 'ECONNREFUSED' as const })),
        {
          weight: 4,
          arbitrary: fc.constantFrom('answer', 'next').map((timer) => ({ type: 'timeout' as const, timer })),
        },
        names.map((connection) => ({ type: 'peerClosed' as const, connection })),
      ),
    )
    .map(([at, one]) => ({ at, epoch: 0, files: new Map(), ...one }));
  const [table_, exact] = [stepper(scanner), reference(scanner)];
  const visited = new Set<string>();
  fc.assert(
    fc.property(
      fc.constantFrom('syn' as const, 'connect' as const),
      fc.constantFrom([20], [22, 20, 21]),
      fc.array(event, { maxLength: 30 }),
      (technique, ports, events) => {
        const input = { profile, address: end.address, technique, ports, after: technique === 'syn' ? 0 : 5 };
        let [quick, slow] = [table_.start(input), exact.start(input)];
        for (const one of [{ at: 0, epoch: 0, files: new Map(), type: 'started' as const }, ...events]) {
          const [ahead, behind] = [table_.step(quick, one), exact.step(slow, one)];
          expect(ahead).toEqual(behind);
          quick = ahead.snapshot;
          slow = behind.snapshot;
          visited.add(quick.value);
        }
      },
    ),
    { numRuns: 300 },
  );
  expect([...visited].sort()).toEqual(['DONE', 'PROBING', 'READY', 'RESTING']);
});
