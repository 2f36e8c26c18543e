/** Commands that test from either side whether a connection that the work needs gets through. */
import { valueOf, type Scenario } from '../../scenario/scenario';
import { rangeText, type PortRange } from '../reading/reach';

/** What a connection is for; `mode`: by what verb its port is told. */
export type NeedWhy =
  { readonly code: 'control-connection' } | { readonly code: 'passive-data' | 'active-data'; readonly mode: string };

/** What the answer to a test tells. */
export type TestTells = {
  readonly code: 'connects' | 'greets' | 'closed-gets-through' | 'lists' | 'waits' | 'calls-back';
};

/** A connection that the work needs, before it is told for each edge. */
export interface Need {
  readonly purpose: 'control' | 'data';
  readonly opener: 'client' | 'server';
  /** As the opener dials them. */
  readonly ports: PortRange;
  readonly sourcePort: number | null;
  readonly why: NeedWhy;
}

/** A command, where it is typed, and what its answer tells. */
export interface Test {
  readonly on: 'client' | 'server';
  readonly command: string;
  readonly tells: TestTells;
}

const host = 'ftp.example.test';

export function testsOfCalls({ purpose, ports }: Need, server: string, scenario: Scenario): readonly Test[] {
  const control = valueOf(scenario, 'client.connectPort');
  const secured = { none: '', explicit: ' --ssl-reqd', implicit: '' }[valueOf(scenario, 'security')];
  const scheme = valueOf(scenario, 'security') === 'implicit' ? 'ftps' : 'ftp';
  if (purpose === 'control') {
    return [
      {
        on: 'client',
        command: `nc -vz -w 5 ${server} ${ports[0]}`,
        tells: { code: 'connects' },
      },
      {
        on: 'client',
        command: `curl -v${secured} ${scheme}://${host}:${control}/ --user learner`,
        tells: { code: 'greets' },
      },
    ];
  }
  return [
    {
      on: 'client',
      command: `nmap -Pn -p ${rangeText(ports)} ${server}`,
      tells: { code: 'closed-gets-through' },
    },
    {
      on: 'client',
      command:
        `curl -v${secured}${valueOf(scenario, 'dataMode') === 'PASV' ? ' --disable-epsv' : ''} ${scheme}://${host}:` +
        `${control}/ --user learner`,
      tells: { code: 'lists' },
    },
  ];
}

export function testsOfCallsBack({ ports, sourcePort }: Need, client: string, scenario: Scenario): readonly Test[] {
  const [port] = ports;
  const eprt = valueOf(scenario, 'dataMode') === 'PORT' ? ' --disable-eprt' : '';
  return [
    { on: 'client', command: `nc -l ${port}`, tells: { code: 'waits' } },
    {
      on: 'server',
      command: `nc -vz -w 5${sourcePort === null ? '' : ` -p ${sourcePort}`} ${client} ${port}`,
      tells: { code: 'calls-back' },
    },
    {
      on: 'client',
      command: `curl -v --ftp-port -${eprt} ftp://${host}:${valueOf(scenario, 'client.connectPort')}/ --user learner`,
      tells: { code: 'lists' },
    },
  ];
}
