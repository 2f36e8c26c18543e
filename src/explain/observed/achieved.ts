/** What a run achieved, judged by the octets that arrived; why it failed is in failure.ts. */
import { resolvePath, type FileNode, type Files } from '../../machine/files';
import type { Action } from '../../ftp/protocol/requests';
import { clientFiles, serverFiles } from '../../scenario/build/hosts/files';
import { valueOf, type Scenario } from '../../scenario/scenario';
import { parseFiles } from '../../scenario/values/files';
import { entriesOf, type Trace } from '../../trace/trace';
import { equal } from '../../wire/octets';
import type { ConnectionRow } from './connections';
import { isListing } from '../../ftp/protocol/verbs';

interface Judging {
  /** What either end began with, and what it has now. */
  readonly had: { readonly client: Files; readonly server: Files };
  readonly has: { readonly client: Files; readonly server: Files };
  /** Line ends of texts do not count. */
  readonly text: boolean;
}

const nothing: Files = new Map();

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function judging(trace: Trace, scenario: Scenario, work: readonly Action[]): Judging {
  const has = { client: trace.files.get('client') ?? nothing, server: trace.files.get('server') ?? nothing };
  return {
    had: { client: clientFiles(work), server: serverFiles(work, valueOf(scenario, 'files')) },
    has,
    text: valueOf(scenario, 'fileType') === 'A' || work.some(({ op }) => op === 'type'),
  };
}

const [TAB, LF, CR, SPACE] = [9, 10, 13, 32];
/** Text: what TYPE A may give other line ends without harm. */
const isText = (octets: Uint8Array): boolean =>
  octets.every((octet) => octet >= SPACE || octet === TAB || octet === LF || octet === CR);
const bare = (octets: Uint8Array): Uint8Array => octets.filter((octet) => octet !== CR);

function same({ text }: Judging, a: FileNode | undefined, b: FileNode | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return text && isText(a.octets) ? equal(bare(a.octets), bare(b.octets)) : equal(a.octets, b.octets);
}

const at = (files: Files, path: string): FileNode | undefined => files.get(resolvePath('/', path));

/** Whether a file came down to `name`, or went up to `path`. */
const came = (judge: Judging, path: string, name: string): boolean =>
  same(judge, at(judge.had.server, path), at(judge.has.client, name));
const went = (judge: Judging, path: string): boolean =>
  same(judge, at(judge.had.client, path), at(judge.has.server, path));

interface Named {
  readonly path: string;
}

interface Several {
  readonly names: readonly string[];
}

type Judge = (judge: Judging, action: never) => boolean;

const down = (judge: Judging, { path }: Named) => came(judge, path, baseName(path));
const up = (judge: Judging, { path }: Named) => went(judge, path);
const severalDown = (judge: Judging, { names }: Several) => names.every((name) => came(judge, name, name));
const severalUp = (judge: Judging, { names }: Several) => names.every((name) => went(judge, name));

const judges: Partial<Readonly<Record<Action['op'], Judge>>> = {
  get: down,
  'resume-get': down,
  pget: down,
  put: up,
  'resume-put': up,
  mget: severalDown,
  mirror: severalDown,
  mput: severalUp,
};

const LISTS: readonly Action['op'][] = ['list', 'nlst', 'mlsd'];

/** Per action whether it achieved its purpose; null where there is nothing to judge. */
export function achievedBy(
  trace: Trace,
  scenario: Scenario,
  rows: readonly ConnectionRow[],
  closed: boolean,
): readonly (boolean | null)[] {
  const work = valueOf(scenario, 'actions');
  const judge = judging(trace, scenario, work);
  // An empty folder's listing has no octets; that the server said it was sent must do.
  const empty = new Set(
    parseFiles(valueOf(scenario, 'files')).flatMap(({ path, bytes }) => (bytes === null ? path : [])),
  );
  let listings = rows.filter(
    (row) =>
      isListing(row.forCommand?.split(' ')[0] ?? '') &&
      row.handshake === 'established' &&
      row.payloadBytes.toClient > 0,
  ).length;
  return work.map((action) => {
    if (!LISTS.includes(action.op)) return judges[action.op]?.(judge, action as never) ?? null;
    const bareFolder = 'path' in action && closed && empty.has(`${action.path.replace(/^\/|\/$/g, '')}/`);
    return bareFolder || listings-- > 0;
  });
}

export function exitCodeOf(trace: Trace): number | string {
  return entriesOf(trace, 'exit').find((entry) => entry.node === 'client')?.code ?? 'killed-by-lab';
}
