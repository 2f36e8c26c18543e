/**
 * What test/scenario/worlds/*.txt says of the world that a scenario is run in: a link below each title, and below that
 * every node and link, two columns in. Edges tell what they were made of (the test has makeEdge give its spec back).
 */
import { buildLinks } from '../../src/scenario/build/links';
import { needs, type Parts } from '../../src/scenario/build/reading/parts';
import { Reading } from '../../src/scenario/build/reading/reading';
import { buildNodes } from '../../src/scenario/build/topology';
import { fromLink } from '../../src/scenario/text/link';
import type { Scenario } from '../../src/scenario/scenario';
import { load } from '../../src/parts';
import { Recorder } from '../../src/sim/recorder';
import type { HostSpec, NodeSpec, RouterSpec } from '../../src/sim/topology';
import type { Program } from '../../src/machine/program';

export const partsOf = (scenario: Scenario): Promise<Parts> => load(needs(scenario));

/** Of the lifetimes the one that a knob sets. */
const json = (value: unknown): string =>
  JSON.stringify(value, (key, one: unknown) =>
    key === 'lifetimes' ? (one as { ESTABLISHED: number }).ESTABLISHED : one,
  ).replaceAll('"', '');

/** What a program's machines are set up with, but for its profile, its plans and its prepared replies. */
function programText({ machines, layers }: Program): string {
  const inputs = Object.entries(machines).map(([name, { input }]) => {
    const { profile, parts: _, replies: __, settings, ...rest } = (input ?? {}) as Record<string, unknown>;
    const said = { profile: (profile as { name?: string } | undefined)?.name, ...rest, ...(settings as object) };
    return `${name} ${json(said)}`;
  });
  return [...inputs, `layers ${Object.keys(layers ?? {}).join()}`].join(' ');
}

const prefixed = (word: string, parts: readonly string[]) => parts.map((part) => `    ${word} ${part}`);
const routesOf = ({ routes }: NodeSpec) => routes.map(({ prefix, via }) => `${prefix} ${via}`).join(', ');

function hostText(host: HostSpec): readonly string[] {
  const { addresses, privileged, files, ephemeral, services, programs, firewall } = host;
  const { from, to, avoid } = ephemeral;
  const avoids = [355, 356, 511, 512].filter(avoid).join();
  return [
    `  ${host.id} ${host.kind} '${host.name}' ${addresses.join()} ${privileged ? 'privileged' : 'plain'}`,
    `    routes ${routesOf(host)}; ports ${from}-${to} but ${avoids}`,
    ...prefixed(
      'file',
      [...files].map(
        ([path, { type, octets, mode, uid, owner }]) =>
          `${path} ${type} ${octets.length} ${[...octets.subarray(-3)].join()} ${mode.toString(8)} ${uid} ${owner}`,
      ),
    ),
    ...prefixed(
      'service',
      services.map(({ port, purpose = 'control', program }) => `${port} ${purpose} ${programText(program)}`),
    ),
    ...prefixed('runs', programs.map(programText)),
    ...(firewall ? [`    firewall ${json(firewall.filterConfig)}`, `    made of ${json(firewall.engine)}`] : []),
  ];
}

const routerText = (router: RouterSpec): readonly string[] => [
  `  ${router.id} ${router.kind} '${router.name}' ${router.addresses.join()} filters ${router.filters.length}`,
  `    routes ${routesOf(router)}`,
  ...(router.gateway
    ? [
        `    gateway ${router.gateway.inside} ${router.gateway.behind} ${json(router.gateway.filterConfig)}`,
        `    made of ${json(router.gateway.engine)}`,
      ]
    : []),
];

/** The world of a link, line by line; of one that is not plain, who is in it, and what the plain one has not. */
export async function worldOf(link: string): Promise<readonly string[]> {
  const lines = (await wholeWorldOf(link)).map((line) => line.trimEnd());
  if (link === PLAIN) return lines;
  const plain = new Set((await wholeWorldOf(PLAIN)).map((line) => line.trimEnd()));
  const nodes = lines.flatMap((line) => /^ {2}(\w+) (?:host|router|network) /.exec(line)?.[1] ?? []);
  return [`  ${nodes.join(', ')}`, ...lines.filter((line) => !plain.has(line))];
}

const PLAIN = 'actions=login';

async function wholeWorldOf(link: string): Promise<readonly string[]> {
  const { scenario, problems } = fromLink(link);
  if (problems.length > 0) throw new Error(problems.join());
  const recorder = new Recorder();
  const reading = new Reading(scenario, recorder);
  const nodes = buildNodes(reading, await partsOf(scenario));
  const links = buildLinks(reading);
  const names = new Map(recorder.entries.map((entry) => [entry.n, entry.kind === 'knob' ? entry.knob : '']));
  const causes = (of: readonly number[]) => of.map((n) => names.get(n)).join(' ');
  return [
    ...nodes.flatMap((node) => [
      ...(node.kind === 'host' ? hostText(node) : routerText(node)),
      `    because of ${causes(node.causes)}`,
    ]),
    ...links.map(({ from, to, causes: of, ...rest }) => `  ${from} to ${to} ${json(rest)} ${causes(of)}`.trimEnd()),
  ];
}
