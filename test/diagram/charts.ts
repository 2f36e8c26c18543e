/** The machines’ charts, and runs that take much of them. */
import { expect } from 'vitest';
import { loadChart, machineNames } from '../../src/diagram/statechart/machines';
import type { Chart } from '../../src/diagram/statechart/statechart';
import { load } from '../../src/parts';
import { fromLink } from '../../src/scenario/text/link';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import type { Trace } from '../../src/trace/trace';

const played = async (link: string): Promise<Trace> => {
  const { scenario, problems } = fromLink(`#${link}`);
  expect(problems).toEqual([]);
  return run(scenario, await load(needs(scenario)));
};

const RUNS = [
  'dataMode=PASV',
  'dataMode=PORT&clientEdge.nat=true&clientEdge.ftpHelper=true&clientEdge.firewall=block-inbound',
  'dataMode=PORT&clientEdge.firewall=block-inbound',
  'client.software=lftp&actions=list+/;get+hello.txt;put+notes.txt',
  'client.software=nmap&actions=scan+syn+20-22',
  'client.software=nmap&actions=scan+connect+20-22',
  'security=explicit&server.tls=required',
  'security=implicit',
];

const charts: ReadonlyMap<string, Chart> = new Map(
  await Promise.all(machineNames.map(async (name) => [name, await loadChart(name)] as const)),
);
export const traces: readonly Trace[] = await Promise.all(RUNS.map(played));
export const chart = (machine: string): Chart => charts.get(machine)!;

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
