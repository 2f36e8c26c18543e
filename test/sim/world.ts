/** A small world for tests: two hosts with a router between, and programs made of toy machines. */
import { Recorder } from '../../src/sim/recorder';
import type { LinkSpec, NodeSpec } from '../../src/sim/topology';
import type { TimedIntervention } from '../../src/sim/interventions';
import { World } from '../../src/sim/world/world';
import { linux } from '../../src/tcp/tcb/settings';
import { tcp } from '../../src/tcp/tcp.machine';
import type { Program } from '../../src/machine/program';
import type { Trace } from '../../src/trace/trace';

export interface Small {
  readonly client: readonly Program[];
  readonly server?: Program;
  readonly link?: Partial<LinkSpec>;
  readonly acts?: readonly TimedIntervention[];
  readonly seed?: number;
  readonly privileged?: boolean;
}

export const CLIENT = '203.0.113.10';
export const SERVER = '198.51.100.21';

export function small({ client, server, link = {}, acts = [], seed = 1, privileged = false }: Small): Trace {
  const ephemeral = { from: 40_000, to: 40_999, avoid: () => false };
  const host = (id: string, address: string, rest: object): NodeSpec => ({
    id,
    kind: 'host',
    name: id,
    addresses: [address],
    routes: [{ prefix: '*', via: 'edge' }],
    causes: [],
    ephemeral,
    privileged: true,
    files: new Map(),
    services: [],
    programs: [],
    ...rest,
  });
  const nodes: NodeSpec[] = [
    host('client', CLIENT, { programs: client, privileged }),
    {
      id: 'edge',
      kind: 'router',
      name: 'edge',
      addresses: ['203.0.113.1'],
      causes: [],
      filters: [],
      gateway: null,
      routes: [
        { prefix: `${CLIENT}/32`, via: 'client' },
        { prefix: `${SERVER}/32`, via: 'server' },
      ],
    },
    host('server', SERVER, { services: server ? [{ port: 21, program: server }] : [] }),
  ];
  const plain = { delay: 5000, resolution: 0, rate: null, loss: 0, duplicate: 0, reorder: 0, causes: [] };
  const links: LinkSpec[] = [
    { from: 'client', to: 'edge', ...plain },
    { from: 'edge', to: 'client', ...plain, ...link },
    { from: 'server', to: 'edge', ...plain },
    { from: 'edge', to: 'server', ...plain, ...link },
  ];
  return new World(
    {
      seed,
      epoch: 1_768_478_400,
      scenario: { knobs: {}, interventions: [] },
      nodes,
      links,
      transport: tcp,
      settings: linux,
      acts,
      horizon: 3600e6,
      cap: 1e6,
    },
    new Recorder(),
  ).run();
}
