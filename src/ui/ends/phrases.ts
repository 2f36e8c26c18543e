/** The words in which a user has a client do each action: a table by client. */
import type { Action } from '../../ftp/protocol/requests';
import { spelled } from '../../scenario/values/words';

export type Phrases = { readonly [O in Action['op']]?: (action: Extract<Action, { op: O }>) => string };

/** The words for an action, or null where the client has none. */
export function phrase(phrases: Phrases, action: Action): string | null {
  const found = phrases[action.op] as ((of: Action) => string) | undefined;
  return found ? found(action) : null;
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
export const quoted = (text: string): string =>
  /^[\w./:@,=+-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`;
export const python = (text: string): string => `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;
const listed =
  (word: string) =>
  ({ path }: { path: string }): string =>
    path === '/' ? word : `${word} ${path}`;
// curl(1)

const url = (path: string): string => `{base}${encodeURI(path.replace(/^\//, ''))}`;
const folderUrl = (path: string): string => url(path.replace(/([^/])$/, '$1/'));
export const curlActions: Phrases = {
  login: () => '--head {base}',
  list: ({ path }) => url(path),
  get: ({ path }) => `-O ${url(path)}`,
  put: ({ path }) => `-T ${quoted(path)} ${url(path)}`,
  nlst: ({ path }) => `--list-only ${folderUrl(path)}`,
  mlsd: ({ path }) => `--request MLSD ${folderUrl(path)}`,
  'resume-get': ({ path, from }) => `--continue-at ${from} -O ${url(path)}`,
  'resume-put': ({ path, from }) => `--continue-at ${from} -T ${quoted(path)} ${url(path)}`,
};

// lftp(1)

export const lftpActions: Phrases = {
  login: () => 'quote NOOP',
  list: listed('ls'),
  get: ({ path }) => `get ${path}`,
  put: ({ path }) => `put ${path}`,
  cd: ({ path }) => `cd ${path}`,
  quote: ({ line }) => `quote ${line}`,
  wait: ({ seconds }) => `!sleep ${seconds}`,
  nlst: listed('nlist'),
  'resume-get': ({ path }) => `get -c ${spelled(path)}`,
  'resume-put': ({ path }) => `put -c ${spelled(path)}`,
  mget: ({ path }) => `mget ${path}`,
  mput: ({ path }) => `mput ${path}`,
  mirror: ({ path }) => `mirror ${spelled(path)}`,
  pget: ({ path, parts }) => `pget -n ${parts} ${spelled(path)}`,
  delete: ({ path }) => `rm ${spelled(path)}`,
  rename: ({ path, to }) => `mv ${spelled(path)} ${spelled(to)}`,
  mkdir: ({ path }) => `mkdir ${spelled(path)}`,
  rmdir: ({ path }) => `rmdir ${spelled(path)}`,
};

// Python's ftplib

export const ftplibActions: Phrases = {
  list: ({ path }) => `ftp.retrlines(${python(path === '/' ? 'LIST' : `LIST ${path}`)})`,
  get: ({ path }) => `ftp.retrbinary(${python(`RETR ${path}`)}, open(${python(baseName(path))}, 'wb').write)`,
  put: ({ path }) => `ftp.storbinary(${python(`STOR ${path}`)}, open(${python(path)}, 'rb'))`,
  cd: ({ path }) => `ftp.cwd(${python(path)})`,
  quote: ({ line }) => `ftp.sendcmd(${python(line)})`,
  transfer: ({ line }) => `ftp.sendcmd(${python(line)}); ftp.voidresp()`,
  wait: ({ seconds }) => `time.sleep(${seconds})`,
  nlst: ({ path }) => `ftp.nlst(${path === '/' ? '' : python(path)})`,
  mlsd: ({ path }) => `list(ftp.mlsd(${path === '/' ? '' : python(path)}))`,
  'resume-get': ({ path, from }) =>
    `ftp.retrbinary(${python(`RETR ${path}`)}, open(${python(baseName(path))}, 'ab').write, rest=${from})`,
  'resume-put': ({ path, from }) =>
    `file = open(${python(path)}, 'rb'); file.seek(${from}); ` +
    `ftp.storbinary(${python(`STOR ${path}`)}, file, rest=${from})`,
  delete: ({ path }) => `ftp.delete(${python(path)})`,
  rename: ({ path, to }) => `ftp.rename(${python(path)}, ${python(to)})`,
  mkdir: ({ path }) => `ftp.mkd(${python(path)})`,
  rmdir: ({ path }) => `ftp.rmd(${python(path)})`,
  abort: ({ path }) => `data = ftp.transfercmd(${python(`RETR ${path}`)}); data.recv(100); ftp.abort()`,
};
