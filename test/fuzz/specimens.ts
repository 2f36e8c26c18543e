/** Real things to mutate: packets of runs, files and texts of the repository, what programs said. */
import { readdirSync, readFileSync } from 'node:fs';
import { load } from '../../src/parts';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import { fromLink, toLink } from '../../src/scenario/text/link';
import { writeScenario } from '../../src/scenario/text/file';
import { presets } from '../../src/scenario/text/presets';
import { identity, authority } from '../../src/tls/identities';
import { packetOf } from '../../src/trace/arena';
import { writeTrace } from '../../src/trace/file';
import { sentOn } from '../../src/trace/sent';
import { entriesOf, type Trace } from '../../src/trace/trace';
import { encodeBase64 } from '../../src/wire/text/base64';
import { octetsOf } from '../../src/wire/text/text';
import { handmade } from '../capture/handmade';
import { drawn } from '../gate/drawn';
import setups from '../data/setups.json';

const read = (path: string): string => readFileSync(path, 'utf8');
const ran = async (link: string): Promise<Trace> => {
  const { scenario } = fromLink(link);
  return run(scenario, await load(needs(scenario)));
};

const drawnLinks = Array.from({ length: 60 }, (_, seed) => toLink(drawn(seed + 1), 'control 1 / PASV'));

/** Each is made when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

const secure = 'security=explicit&server.tls=optional&';
const plainRun = await ran(
  'dataMode=PORT&clientEdge.nat=true&clientEdge.ftpHelper=true&actions=list+/;put+notes.txt+3000',
);
const refusedRun = await ran('serverEdge.firewall=control-only&serverEdge.action=reject&ipVersion=6&dataMode=EPSV');
const tlsRun = await ran(`${secure}actions=list+/`);
const tls12Run = await ran(`${secure}server.maxTls=1.2&actions=list+/`);
const smallRun = await ran('actions=login');
const tinyTls = await ran(`${secure}actions=login`);

const packets = (trace: Trace): readonly Uint8Array[] =>
  trace.arena.starts.slice(1).map((_, number) => packetOf(trace.arena, number).slice());

const streams = (trace: Trace): readonly Uint8Array[] =>
  trace.connections.flatMap((one) => [sentOn(trace, one, one.opener), sentOn(trace, one, one.listener)]);

const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

const recordedLogs = once(() =>
  readdirSync('test/explain/logs')
    .filter((name) => name.endsWith('.txt'))
    .map((name) => read(`test/explain/logs/${name}`)),
);

export const specimens = {
  packets: once(() => [plainRun, refusedRun, tlsRun].flatMap(packets)),
  controls: once(() =>
    [plainRun, refusedRun, tlsRun].flatMap(streams).filter(({ length }) => length > 0 && length < 4000),
  ),
  tls: once(() => [tlsRun, tls12Run].flatMap(streams).filter(({ length }) => length > 100 && length < 8000)),
  /** Handshake messages as the records held them. */
  handshakes: once(() =>
    [tlsRun, tls12Run].flatMap((trace) =>
      entriesOf(trace, 'layer').flatMap(({ content }) =>
        content === null ? [] : [packetOf(trace.arena, content).slice()],
      ),
    ),
  ),
  certificates: once(() => [
    authority,
    ...(['server', 'ed25519', 'expired', 'selfSigned'] as const).flatMap((name) => identity(name).chain),
  ]),
  base64: once(() => [plainRun, tlsRun].flatMap(packets).slice(0, 50).map(encodeBase64)),
  segments: () => [
    'SYN seq=0 mss=1460 sackOK ws=7 win=64240',
    'SYN,ACK seq=0 ack=1 mss=1460 sackOK ts=1/2 sack=1-2,3-4 win=0',
    'PSH,ACK seq=1 ack=21 len=14',
    'FIN,ACK seq=1 ack=21 urg=3',
  ],
  replies: () => [
    '220 (vsFTPd 3.0.3)',
    '211-Features: / EPRT / 211 End',
    '227 Entering Passive Mode (203,0,113,10,195,80).',
    '229 Extended (|||50040|)',
  ],
  hostPorts: () => [
    '1,2,3,4,5,6',
    'Entering Passive Mode (198,51,100,21,195,107).',
    '|1|1.2.3.4|5|',
    '|2|2001:db8::1|40549|',
    'Entering Extended Passive Mode (|||50040|)',
  ],
  addresses: () => ['10.0.0.0/8', '::ffff:1.2.3.4', '2001:db8:0:0:1::1', '203.0.113.10', 'fc00::/7'],
  links: once(() => [
    ...presets.map(({ link }) => link),
    ...drawnLinks,
    `${secure}do=drop+data+1+/+SYN&do=delay+300+control+1+/+PASV`,
  ]),
  rules: once(() => [
    'state established,related accept; from inside accept; tcp drop',
    'from outside tcp dport 21,50020-50045 accept; icmp accept; reject with tcp-reset',
    'to the router tcp sport 20 source 198.51.100.0/24 destination 2001:db8::/32 drop',
  ]),
  actions: () => [
    'list /; get hello.txt 300; put notes.txt',
    'quote continue SITE CHMOD 644 a; wait 3; abort urgent a',
    'scan syn 21,50020-50045',
    'transfer LIST -a; second-login; cd docs',
  ],
  scenarios: once(() => drawnLinks.map((link) => writeScenario(fromLink(link).scenario))),
  lessons: once(() =>
    readdirSync('lessons').flatMap((part) =>
      readdirSync(`lessons/${part}`).map((name) => read(`lessons/${part}/${name}/lesson.md`)),
    ),
  ),
  logs: recordedLogs,
  logLines: once(() => [...new Set(recordedLogs().flatMap(lines))]),
  /** The small one more often: what can be wrong with a whole session's entries is mostly wrong with a few. */
  traces: once(() =>
    [...Array.from({ length: 10 }, handmade), smallRun, tinyTls].map(
      (trace) => JSON.parse(writeTrace(trace)) as unknown,
    ),
  ),
  traceTexts: once(() => [writeTrace(handmade())]),
  cases: once(() => (setups as readonly { readonly setup: unknown }[]).map(({ setup }) => ({ id: 'a', setup }))),
  words: once(() =>
    lines('USER learner\nPORT 203,0,113,10,155,231\nOPTS UTF8 ON\nMLST type*;size;\nSITE CHMOD 644 a').map(octetsOf),
  ),
};
