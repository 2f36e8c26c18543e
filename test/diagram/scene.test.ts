import { describe, expect, it } from 'vitest';
import { sceneAt, type Scene } from '../../src/diagram/scene/scene';
import type { Trace } from '../../src/trace/trace';
import { activeListingDropped, passiveListing } from './listings';
import { realTraces } from './real';

const at = (trace: Trace, moment: string): Scene => sceneAt(trace, trace.moments.get(moment)!);
const pipes = ({ pipes: all }: Scene): string[] =>
  all.map(
    ({ name, from, to, attempt, stopped }) =>
      `${name} ${from}-${to}${attempt ? ' attempt' : ''}${stopped ? ` stopped at ${stopped}` : ''}`,
  );
const told = ({ nodes }: Scene): string[] =>
  nodes
    .filter(({ state, problem }) => state !== '' || problem)
    .map(({ id, state, problem }) => `${id} ${state}${problem ? '!' : ''}`);

describe('the scene', () => {
  it('of a passive listing has one pipe, then two, then none', () => {
    const trace = passiveListing();
    expect(pipes(sceneAt(trace, 0))).toEqual([]);
    expect(pipes(at(trace, 'control 1 / SYN'))).toEqual(['control 1 client-server attempt']);
    expect(pipes(at(trace, 'control 1 / USER'))).toEqual(['control 1 client-server']);
    expect(pipes(at(trace, 'control 1 / LIST'))).toEqual(['control 1 client-server', 'data 1 client-server']);
    expect(pipes(at(trace, 'control 1 / 226'))).toEqual(['control 1 client-server']);
    expect(pipes(at(trace, 'end'))).toEqual([]);
  });

  it('of a dropped SYN ends the attempt where it was stopped, and marks the node', () => {
    const trace = activeListingDropped();
    expect(pipes(at(trace, 'data 1 / SYN'))).toEqual(['control 1 client-server', 'data 1 server-client attempt']);
    const stopped = at(trace, 'data 1 / dropped SYN');
    expect(pipes(stopped)).toEqual(['control 1 client-server', 'data 1 server-client attempt stopped at clientEdge']);
    expect(told(stopped)).toEqual(['client listens on :40072', 'clientEdge !']);
    expect(pipes(at(trace, 'control 1 / 425'))).toEqual(['control 1 client-server']);
  });

  it('dresses each edge as what it is', () => {
    const real = new Map(realTraces);
    const edges = (name: string, moment = 'control 1 / USER'): string[] =>
      at(real.get(name)!, moment)
        .nodes.filter(({ kind }) => kind === 'router')
        .map(({ detail, state, wears }) =>
          [detail, state, wears.helper ?? '', wears.ruled ? 'ruled' : ''].filter((word) => word !== '').join('; '),
        );
    expect(edges('passive listing')).toEqual(['no firewall', 'no firewall']);
    expect(edges('active behind a firewall')).toEqual(['firewall, no NAT', 'no firewall']);
    expect(edges('active behind a firewall', 'data 1 / dropped SYN')).toEqual([
      'firewall, no NAT; ruled',
      'no firewall',
    ]);
    expect(edges('active behind NAT, with a helper')).toEqual(['NAT, helper; 203.0.113.7; reads', 'no firewall']);
    expect(edges('both ends behind NAT, the server with a helper')).toEqual([
      'NAT; 203.0.113.7',
      'NAT, helper; 198.51.100.21; reads',
    ]);
    expect(at(real.get('passive listing')!, 'end').nodes.find(({ id }) => id === 'wan')?.detail).toBe('10 ms one way');
  });

  it('ends the attempt that an edge rejects at that edge, and takes it away when the answer is there', () => {
    const trace = new Map(realTraces).get('passive ports rejected with a reset')!;
    expect(pipes(at(trace, 'data 1 / dropped SYN'))).toEqual([
      'control 1 client-server',
      'data 1 client-server attempt stopped at serverEdge',
    ]);
    expect(pipes(at(trace, 'data 1 / failed client'))).toEqual(['control 1 client-server']);
  });

  it('says what each host is doing, from its machines', () => {
    const trace = new Map(realTraces).get('passive listing')!;
    expect(told(at(trace, 'control 1 / USER'))).toEqual(['client WAIT-LOGIN', 'server WAIT-USER']);
    expect(told(at(trace, 'control 1 / 227'))).toEqual(['client WAIT-DATA', 'server listens on :50035']);
  });

  it.each(realTraces)('is empty of pipes when all is over: %s', (_, trace) => {
    expect(pipes(sceneAt(trace, trace.entries.length - 1))).toEqual([]);
  });
});
