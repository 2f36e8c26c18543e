/** What the knobs behind rare symptoms do, seen in the run itself. */
import { expect, test } from 'vitest';
import { entriesOf, type Trace } from '../../src/trace/trace';
import { packetAt } from '../../src/explain/reading/walk';
import { ran, scenarioOf } from '../explain/symptom';

const sources = (trace: Trace) => [
  ...new Set(
    entriesOf(trace, 'arrive')
      .filter(({ node }) => node === 'server')
      .map((entry) => packetAt(trace, entry)?.ip.source),
  ),
];
const replies = (trace: Trace) =>
  entriesOf(trace, 'message').flatMap(({ way, node, message }) =>
    way === 'received' && node === 'client' && message.kind === 'reply'
      ? [`${message.code} ${message.lines[0] ?? ''}`]
      : [],
  );

test('an edge that pairs no address with a host gives each connection the next', async () => {
  expect(sources(await ran(scenarioOf(['clientEdge.nat: true'])))).toEqual(['203.0.113.7']);
  expect(sources(await ran(scenarioOf(['clientEdge.nat: true', 'clientEdge.pooling: arbitrary'])))).toEqual([
    '203.0.113.7',
    '203.0.113.6',
  ]);
});

test("a server that takes anybody's data connection takes that of the second address", async () => {
  const trace = await ran(
    scenarioOf(['clientEdge.nat: true', 'clientEdge.pooling: arbitrary', 'server.allowForeignDataAddress: true']),
  );
  expect(replies(trace)).toContain('226 Directory send OK.');
});

test.each([
  ['RFC 959', 'PASV', true],
  ['RFC 959', 'EPSV', false],
  ['RFC 2428', 'EPSV', true],
])('a helper of %s lets %s in: %s', async (helper, mode, comes) => {
  const trace = await ran(
    scenarioOf([
      `dataMode: ${mode}`,
      'client.software: lftp',
      'clientEdge.firewall: egress-filter',
      'clientEdge.ftpHelper: true',
      `clientEdge.helperReads: ${helper}`,
    ]),
  );
  expect(replies(trace).includes('226 Directory send OK.')).toBe(comes);
  expect(entriesOf(trace, 'table').some(({ row }) => row.table === 'expectation' && row.change === 'new')).toBe(comes);
});

test('vsftpd without a free passive port says so in two lines and is gone', async () => {
  const trace = await ran(scenarioOf(['server.passiveRange: 50020-50022', 'faults.heldPassivePorts: 3']));
  expect(replies(trace).slice(-2)).toEqual(['500 OOPS: vsf_sysutil_bind', '500 OOPS: priv_sock_get_int']);
  expect(entriesOf(trace, 'exit').find(({ node }) => node === 'server')?.code).toBe(1);
});

test('with one port left, that one is taken', async () => {
  const trace = await ran(scenarioOf(['server.passiveRange: 50020-50022', 'faults.heldPassivePorts: 2']));
  expect(trace.connections.find(({ purpose }) => purpose === 'data')?.remote.port).toBe(50_022);
});

test('ftp.exe sends no TYPE unless told to: text is the rule, and the file comes with other line ends', async () => {
  const size = async (...lines: readonly string[]) =>
    (
      await ran(
        scenarioOf([
          'client.software: ftp.exe',
          'server.software: proftpd',
          'dataMode: PORT',
          'actions: get chart.bin',
          ...lines,
        ]),
      )
    ).files
      .get('client')
      ?.get('/chart.bin')?.octets.length;
  expect([await size(), await size('fileType: A'), await size('fileType: I')]).toEqual([40_156, 40_156, 40_000]);
});

test('curl waits a minute for the last reply, and says so', async () => {
  const trace = await ran(
    scenarioOf([
      'clientEdge.nat: true',
      'clientEdge.lifetime: 60',
      'server.maxRate: 2000',
      'actions: get big.bin 200000',
    ]),
  );
  expect(trace.files.get('client')?.get('/big.bin')?.octets.length).toBe(200_000);
  expect(
    entriesOf(trace, 'say')
      .filter(({ to, node }) => to === 'user' && node === 'client')
      .map(({ text }) => text),
  ).toEqual(['curl: (28) FTP response timeout']);
});
