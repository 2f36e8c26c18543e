/**
 * Every client in whole runs: the same wishes by every way a data connection is made, and what each says when it fails.
 */
import { describe, expect, test } from 'vitest';
import { observed } from '../../src/explain/observed/observed';
import { clientNames } from '../../src/ftp/profiles/client-profile';
import { entriesOf, type Trace } from '../../src/trace/trace';
import { runOf } from '../knobbed';

const said = (trace: Trace): readonly string[] | null => observed(trace).clientSays;
const verbs = (trace: Trace): readonly string[] =>
  entriesOf(trace, 'message').flatMap(({ node, way, message }) =>
    node === 'client' && way === 'sent' && message.kind === 'request' ? [message.name] : [],
  );

const work = 'list /; get hello.txt; get chart.bin; put notes.txt; list docs; put cargo.bin';
const ways = [
  ['PASV', '4'],
  ['EPSV', '4'],
  ['PORT', '4'],
  ['EPRT', '4'],
  ['EPSV', '6'],
  ['EPRT', '6'],
] as const;

/** s_client shakes hands and moves no files. */
describe.each(clientNames.filter((name) => name !== 'curl' && name !== 'openssl'))('%s', (client) => {
  test.each(ways)('does all its work by %s over IPv%s', async (dataMode, ipVersion) => {
    const trace = await runOf({ 'client.software': client, dataMode, ipVersion, actions: work });
    expect(entriesOf(trace, 'violation')).toEqual([]);
    const { outcome, exitCode, achieved, connections } = observed(trace);
    expect([outcome, exitCode, achieved.filter((one) => one !== true)]).toEqual(['ok', 0, []]);
    expect(connections.filter(({ reset }) => reset)).toEqual([]);
    expect(entriesOf(trace, 'achieve').filter(({ node, ok }) => node === 'client' && ok).length).toBe(6);
    for (const [node, other, name] of [
      ['client', 'server', 'hello.txt'],
      ['client', 'server', 'chart.bin'],
      ['server', 'client', 'notes.txt'],
      ['server', 'client', 'cargo.bin'],
    ] as const) {
      expect([name, trace.files.get(node)?.get(`/${name}`)?.octets]).toEqual([
        name,
        trace.files.get(other)?.get(`/${name}`)?.octets,
      ]);
    }
  });

  test('says something of every failure, and everything has a cause', async () => {
    for (const knobs of [
      { 'server.software': 'none' },
      { passwordOk: 'false' },
      { 'server.readOnly': 'true', actions: 'put notes.txt' },
      { actions: 'get nowhere.txt' },
    ]) {
      const trace = await runOf({ 'client.software': client, ...knobs });
      expect([client, knobs, observed(trace).outcome, (said(trace) ?? []).length > 0]).toEqual([
        client,
        knobs,
        'failed',
        true,
      ]);
      expect(entriesOf(trace, 'say').every(({ causes }) => causes.length > 0)).toBe(true);
    }
  });
});

describe('an address in 227 that leads nowhere', () => {
  const leads = { 'server.passiveAddress': '10.1.2.3' };
  test.each([
    ['curl', '198.51.100.21'],
    ['lftp', '198.51.100.21'],
    ['ftplib', '198.51.100.21'],
  ])('%s dials the server', async (client, dialled) => {
    const { outcome, connections } = observed(await runOf({ 'client.software': client, ...leads }));
    expect([outcome, connections[1]?.announcedAddress, connections[1]?.listenerAddress]).toEqual([
      'ok',
      '10.1.2.3',
      dialled,
    ]);
  });
  test.each([
    ['curl', ["curl: (28) Failed to connect to ftp.example.test port 21 after <ms> ms: Couldn't connect to server"]],
    ['lftp', ['ls: Fatal error: max-retries exceeded']],
    ['ftplib', ['TimeoutError: timed out']],
  ])('%s dials it when it is told to trust it', async (client, words) => {
    const trace = await runOf({ 'client.software': client, 'client.skipPasvAddress': 'false', ...leads });
    expect([observed(trace).failure, observed(trace).connections[1]?.listenerAddress, said(trace)]).toEqual([
      'unroutable-passive-address',
      '10.1.2.3',
      words,
    ]);
  });
  test('tnftp will not have it', async () => {
    const { failure, clientSays, connections } = observed(await runOf({ 'client.software': 'tnftp', ...leads }));
    expect([failure, clientSays, connections.length]).toEqual([
      'passive-address-rejected-by-client',
      ['Passive mode address mismatch.'],
      1,
    ]);
  });
});

describe('a control connection that does not open', () => {
  test.each([
    ['lftp', ['ls: Fatal error: max-retries exceeded (Connection refused)'], 1],
    [
      'tnftp',
      [
        "tnftp: Can't connect to `198.51.100.21:21': Connection refused",
        "tnftp: Can't connect to `ftp.example.test:21'",
        'Not connected.',
        'Not connected.',
      ],
      0,
    ],
    ['ftplib', ['ConnectionRefusedError: [Errno 111] Connection refused'], 1],
  ])('%s is refused', async (client, words, code) => {
    const { clientSays, exitCode } = observed(await runOf({ 'client.software': client, 'server.software': 'none' }));
    expect([clientSays, exitCode]).toEqual([words, code]);
  });
  test.each([
    ['lftp', '20', ['ls: Fatal error: max-retries exceeded'], 20],
    [
      'tnftp',
      '20',
      [
        "tnftp: Can't connect to `198.51.100.21:21': Connection timed out",
        "tnftp: Can't connect to `ftp.example.test:21'",
        'Not connected.',
        'Not connected.',
      ],
      20,
    ],
    ['ftplib', '20', ['TimeoutError: timed out'], 20],
    ['ftplib', 'none', ['TimeoutError: [Errno 110] Connection timed out'], 127],
  ])('%s waits %s seconds', async (client, patience, words, seconds) => {
    const trace = await runOf({
      'client.software': client,
      'client.connectTimeout': patience,
      'serverEdge.firewall': 'block-all',
    });
    expect([said(trace), observed(trace).seconds]).toEqual([words, seconds]);
  });
});

describe('ftplib', () => {
  test('logs in a second time on a connection of its own, and goes on with the first', async () => {
    const trace = await runOf({ 'client.software': 'ftplib', actions: 'second-login; quote NOOP' });
    expect([observed(trace).outcome, verbs(trace)]).toEqual([
      'ok',
      ['USER', 'PASS', 'USER', 'PASS', 'QUIT', 'NOOP', 'QUIT'],
    ]);
    expect(
      observed(trace)
        .control.filter(({ verb }) => verb === 'NOOP')
        .map(({ connection }) => connection),
    ).toEqual([0]);
  });
  test('sends a file to a bystander, where the server lets it', async () => {
    const trace = await runOf({
      'client.software': 'ftplib',
      dataMode: 'PORT',
      'faults.bystander': 'listens-8080',
      'server.allowForeignPortAddress': 'true',
      'server.activeDataPort': 'ephemeral',
      actions: 'quote TYPE I; quote PORT 203,0,113,99,31,144; transfer RETR hello.txt',
    });
    const { outcome, connections } = observed(trace);
    expect([outcome, connections[1]?.listener, connections[1]?.payloadBytes.toClient, connections[1]?.seenAt]).toEqual([
      'ok',
      'bystander',
      300,
      ['wan', 'server'],
    ]);
  });
  test('goes on after a refusal that it was told to expect', async () => {
    const trace = await runOf({ 'client.software': 'ftplib', actions: 'quote continue FROB; quote PWD' });
    expect([observed(trace).outcome, verbs(trace)]).toEqual(['ok', ['USER', 'PASS', 'FROB', 'PWD', 'QUIT']]);
  });
});

describe('what the user of tnftp sees', () => {
  test('is typed, printed and complained of, in order', async () => {
    const trace = await runOf({ 'client.software': 'tnftp', actions: 'get hello.txt; get missing.txt' });
    const lines = entriesOf(trace, 'say')
      .filter(({ to }) => to === 'user')
      .map(
        ({ stream, chatter, text }) => `${stream ?? 'err'}${chatter ? '' : '!'} ${text.replace(/\d+,\d+\)/, 'p,p)')}`,
      );
    expect(lines).toEqual([
      'in epsv4 off',
      'out EPSV/EPRT on IPv4 off.',
      'in open ftp.example.test 21',
      'out Connected to ftp.example.test.',
      'out 220 (vsFTPd 3.0.3)',
      'in user learner portcall',
      'out 331 Please specify the password.',
      'out 230 Login successful.',
      'out Remote system type is UNIX.',
      'out Using binary mode to transfer files.',
      'in get hello.txt',
      'out local: hello.txt remote: hello.txt',
      'out 227 Entering Passive Mode (198,51,100,21,p,p).',
      'out 150 Opening BINARY mode data connection for hello.txt (300 bytes).',
      'out 226 Transfer complete.',
      expect.stringMatching(/^out 300 bytes received in 00:00 \(\d+\.\d\d KiB\/s\)$/),
      'in get missing.txt',
      'out local: missing.txt remote: missing.txt',
      'out 227 Entering Passive Mode (198,51,100,21,p,p).',
      'out! 550 Failed to open file.',
      'in quit',
      'out 221 Goodbye.',
    ]);
  });
});
