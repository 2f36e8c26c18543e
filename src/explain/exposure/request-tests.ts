/** Commands that test from either side whether a connection that the work needs gets through. */
import { valueOf, type Scenario } from '../../scenario/scenario';
import { rangeText, type PortRange } from '../reading/reach';

/** A connection that the work needs, before it is told for each edge. */
export interface Need {
  readonly purpose: 'control' | 'data';
  readonly opener: 'client' | 'server';
  /** As the opener dials them. */
  readonly ports: PortRange;
  readonly sourcePort: number | null;
  readonly why: string;
}

/** A command, where it is typed, and what its answer tells. */
export interface Test {
  readonly on: string;
  readonly command: string;
  readonly tells: string;
}

const host = 'ftp.example.test';

export function testsOfCalls({ purpose, ports }: Need, server: string, scenario: Scenario): readonly Test[] {
  const control = valueOf(scenario, 'client.connectPort');
  const secured = { none: '', explicit: ' --ssl-reqd', implicit: '' }[valueOf(scenario, 'security')];
  const scheme = valueOf(scenario, 'security') === 'implicit' ? 'ftps' : 'ftp';
  if (purpose === 'control') {
    return [
      {
        on: 'the client',
        command: `nc -vz -w 5 ${server} ${ports[0]}`,
        tells: 'succeeded: open; refused: nothing listens, or a reject; timed out: dropped on the way',
      },
      {
        on: 'the client',
        command: `curl -v${secured} ${scheme}://${host}:${control}/ --user learner`,
        tells: 'a 220 in the answer: the control connection works',
      },
    ];
  }
  return [
    {
      on: 'the client',
      command: `nmap -Pn -p ${rangeText(ports)} ${server}`,
      tells: 'closed: it gets through, for nothing listens before PASV; filtered: dropped on the way',
    },
    {
      on: 'the client',
      command:
        `curl -v${secured}${valueOf(scenario, 'dataMode') === 'PASV' ? ' --disable-epsv' : ''} ${scheme}://${host}:` +
        `${control}/ --user learner`,
      tells: 'a 150 and a listing: data connections work',
    },
  ];
}

export function testsOfCallsBack({ ports, sourcePort }: Need, client: string, scenario: Scenario): readonly Test[] {
  const [port] = ports;
  const eprt = valueOf(scenario, 'dataMode') === 'PORT' ? ' --disable-eprt' : '';
  return [
    { on: 'the client', command: `nc -l ${port}`, tells: 'waits for the next line' },
    {
      on: 'the server',
      command: `nc -vz -w 5${sourcePort === null ? '' : ` -p ${sourcePort}`} ${client} ${port}`,
      tells: 'succeeded: the client can be called; timed out: dropped on the way',
    },
    {
      on: 'the client',
      command: `curl -v --ftp-port -${eprt} ftp://${host}:${valueOf(scenario, 'client.connectPort')}/ --user learner`,
      tells: 'a 150 and a listing: data connections work',
    },
  ];
}
