/** What the game says; it is fetched with the game. */
import type { Edge, Round } from '../../../lesson/firewall';

export const words = {
  title: 'You are the firewall',
  rounds: 'Rounds',
  round: (index: number) => `Round ${index}`,
  names: {
    strangers: 'Two callers',
    callback: 'A call from outside',
    sealed: 'Nothing left to read',
  } as Readonly<Record<Round['name'], string>>,
  told: {
    strangers: (client: string) =>
      `You stand before an FTP server. Somebody works with it from ${client}; somebody else is about too. ` +
      'You know nothing yet, and decide over the first packet of each connection.',
    callback: (client: string) =>
      `Now you stand before the client, ${client}. Its user wants a listing and a file. Read what goes by ` +
      'before you decide.',
    sealed: (client: string) =>
      `Before the server again. ${client} works with it, and this time with TLS. You see that octets ` +
      'go by, and how many.',
  } as Readonly<Record<Round['name'], (client: string) => string>>,
  edges: { clientEdge: ['The client', 'The network'], serverEdge: ['The server', 'The network'] } as Readonly<
    Record<Edge, readonly [inside: string, outside: string]>
  >,
  inside: 'inside',
  outside: 'outside',
  you: 'You',
  question: (flags: string) => `${flags}: pass or drop?`,
  asked: (flags: string, side: string, from: string, to: string, state: string) =>
    `${flags} from ${side}: ${from} to ${to}, ${state}. Pass or drop?`,
  fields: { from: 'From', to: 'To', flags: 'Flags', state: 'Tracking', text: 'Text' },
  noText: 'none: it only asks to begin',
  pass: 'Pass',
  drop: 'Drop',
  back: 'Take back the last verdict',
  letters: 'Keys P and D',
  seen: 'What has gone by',
  seenWhy: 'All that you can see; bare acknowledgements are left out.',
  nothingSeen: 'Nothing yet.',
  sealed: (octets: number) => `sealed, ${octets === 1 ? '1 octet' : `${octets.toLocaleString('en')} octets`}`,
  passed: 'passed',
  dropped: 'dropped',
  running: 'The run goes on …',
  over: 'The run is over',
  verdicts: {
    good: 'The session got what it came for, and nobody else got in.',
    letIn: 'The session got what it came for. But somebody else got in.',
    broke: 'Nobody else got in. Nor did the session get what it came for.',
    both: 'The session failed, and somebody else got in.',
    noStrangers: 'The session got what it came for.',
    brokeAlone: 'The session did not get what it came for. Nobody else was there.',
  },
  opened: 'What you opened',
  openedTo: (who: string, ports: string) => `${ports} to ${who}`,
  nothingOpened: 'Nothing from outside.',
  broken: 'What you broke',
  nothingBroken: 'Nothing: every wish was met.',
  failed: (wish: string) => `${wish}: failed`,
  met: (wish: string) => `${wish}: met`,
  letIn: 'Whom you let in',
  nobody: 'Nobody who did not belong here came.',
  stranger: (source: string, port: number, passed: boolean, answered: boolean) =>
    `${source} to port ${port}: ` +
    (passed ? `let in, and ${answered ? 'a program' : 'nobody'} was listening` : 'kept out'),
  again: 'Play it again',
  following: 'Next round',
  whole: 'Look at the whole run',
  home: 'Portcall, to the beginning',
  port: (text: string, many: boolean) => `${many ? 'ports' : 'port'} ${text}`,
};
