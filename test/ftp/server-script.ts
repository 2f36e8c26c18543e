/**
 * Sessions with the servers as test/ftp/servers/*.txt has them. `> LINE` is said, `>> LINE` with a data connection that
 * is opened for it, `+ "TEXT"` comes over it, `! closed` and the like befall it, `~ SECONDS` pass, `? PATH` asks what
 * the store holds there. What comes of each stands below it, two columns in: log, replies as on the wire, `| "TEXT"`
 * over the data connection, and where the machines stand if elsewhere than before.
 */
import type { ServerSettings } from '../../src/ftp/protocol/requests';
import { loggedIn, session } from './server-session';

interface Played {
  readonly title: string;
  readonly lines: readonly string[];
}

/** '## vsftpd {"readOnly":true}, logged in: title', and its lines. */
export const sessionsOf = (text: string): readonly Played[] =>
  text
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const [title = '', ...lines] = part.trimEnd().split('\n');
      return { title, lines };
    });

/** '150 a / b' as lines of the wire. */
function wire(reply: string): readonly string[] {
  const [code, lines] = [reply.slice(0, 3), reply.slice(4).split(' / ')];
  const last = lines.length - 1;
  return lines.map((line, at) => (at === last ? `${code} ${line}` : `${at === 0 ? `${code}-` : ''}${line}`));
}

type Server = ReturnType<typeof session>;

function stored(it: Server, path: string): string {
  const node = it.node(path);
  if (!node) return 'nothing';
  const { type, uid, gid, owner, group, mode, modified } = node;
  const octets = JSON.stringify((it.file(path) ?? '').slice(0, 60));
  return `${type} ${mode.toString(8)} ${uid} ${gid} ${owner} ${group} ${modified} ${octets}`;
}

/** After PASV; a transfer that is not refused has its data connection opened. */
function opened(it: Server, line: string): readonly string[] {
  it.says('PASV');
  const refused = it.says(line);
  return refused.length > 0 ? refused : it.dialled();
}

/** What went over the data connection, line by line; of many, the first two. */
function told(octets: string): readonly string[] {
  if (/[^\s -~]/.test(octets)) return [`| ${octets.length} octets`];
  const lines = octets.split(/(?<=\n)/).map((line) => `| ${JSON.stringify(line)}`);
  return lines.length <= 8 ? lines : [...lines.slice(0, 2), `| ${octets.length} octets in all`];
}

const asks: Readonly<Record<string, (it: Server, text: string) => readonly string[]>> = {
  '>': (it, text) => it.says(text).flatMap(wire),
  '>>': (it, text) => opened(it, text).flatMap(wire),
  '+': (it, text) => it.data(JSON.parse(text) as string).flatMap(wire),
  '!': (it, text) => text.split(', ').flatMap((event) => it.data(event as 'closed').flatMap(wire)),
  '~': (it, text) => (it.passes(Number(text)), []),
  '?': (it, text) => [stored(it, text)],
};

/** The session played anew: its lines as they should be. */
export function replayed({ title, lines }: Played): readonly string[] {
  const [, name = '', settings = '{}', login] = /^([\w-]+)(?: (\{.*\}))?(, logged in)?: /.exec(title) ?? [];
  const it = (login ? loggedIn : session)(name, JSON.parse(settings) as Partial<ServerSettings>);
  let state = it.state;
  if (login) it.log.splice(0);
  return lines.flatMap((line) => {
    const [, how = '', text = ''] = /^(>>?|[+!~?]) (.*)$/.exec(line) ?? [];
    const ask = asks[how];
    if (!ask) return [];
    const said = ask(it, text);
    const log = it.log.splice(0).map((one) => `log ${one}`);
    const gone = it.gone.splice(0).flatMap(told);
    const moved = it.state === state ? [] : [`= ${it.state}`];
    state = it.state;
    return [line, ...[...log, ...said, ...gone, ...moved].map((one) => `  ${one}`)];
  });
}
