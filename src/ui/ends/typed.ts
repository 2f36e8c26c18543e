/** What a user types to have a client do the work: a table by client, from what the scenario tells that client. */
import type { Action, DataMode } from '../../ftp/protocol/requests';
import { announcedBy } from '../../ftp/protocol/verbs';
import { curlActions, ftplibActions, lftpActions, phrase, python, quoted } from './phrases';

/** All that a command line can name. Times in seconds; null leaves the program its own. */
export interface Invocation {
  readonly client: string;
  readonly server: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly dataMode: DataMode;
  readonly ipVersion: 4 | 6;
  readonly connectTimeout: number | null;
  /** Whether to ignore the address in a 227; null where nothing is said. */
  readonly skipPasvAddress: 'true' | 'false' | null;
  readonly work: readonly Action[];
}

export interface Client {
  /** What is typed at the shell, a line each; `loud` asks the program to show the dialogue. */
  readonly shell: (told: Invocation, loud: boolean) => readonly string[];
  readonly shellPrompt?: string;
  /** The program's own prompt, where it has one. */
  readonly prompt?: string;
  /** What is typed to the program itself, where it is and its profile does not say so. */
  readonly inside: Inside | null;
  /** How the program writes a command and a reply of the dialogue. */
  readonly dialogue: { readonly command: (line: string) => string; readonly reply: (line: string) => string };
  /** Whether a listing is printed where the user types; a program with windows shows it in one. */
  readonly listing: boolean;
}

export interface Inside {
  readonly begin: (told: Invocation, loud: boolean) => readonly string[];
  /** Once the server has greeted, to log in. */
  readonly login: ((told: Invocation) => string) | null;
  /** For an action; null where the client has no words for it. */
  readonly act: (action: Action) => string | null;
  readonly leave: string;
  /** Told to end by itself once something has failed. */
  readonly endsWithFailure?: true;
}

const port = ({ port: number }: Invocation): string => (number === 21 ? '' : `:${number}`);
const passive = ({ dataMode }: Invocation): boolean => announcedBy(dataMode) === 'passive';
const flag = (value: boolean): string => (value ? 'yes' : 'no');

// curl(1)

const CURL_MODES: Readonly<Record<DataMode, string>> = {
  PASV: '--disable-epsv',
  EPSV: '',
  PORT: '--ftp-port - --disable-eprt',
  EPRT: '--ftp-port -',
};
const CURL_SKIPS = { true: '--ftp-skip-pasv-ip', false: '--no-ftp-skip-pasv-ip' } as const;

function curlOptions(told: Invocation, loud: boolean): string {
  const { user, password, connectTimeout, dataMode, skipPasvAddress } = told;
  return [
    '-sS',
    loud && '-v',
    `-u ${quoted(`${user}:${password}`)}`,
    connectTimeout !== null && `--connect-timeout ${connectTimeout}`,
    CURL_MODES[dataMode],
    skipPasvAddress !== null && CURL_SKIPS[skipPasvAddress],
  ]
    .filter(Boolean)
    .join(' ');
}

/**
 * One transfer after the other on one line, as `--next` joins them; quoted commands go before the transfer they
 * precede.
 */
function curlLines(told: Invocation, loud: boolean): readonly string[] {
  const transfers: string[] = [];
  let before: string[] = [];
  for (const action of told.work) {
    if (action.op === 'quote') before.push(`--quote ${quoted(action.line)}`);
    const words = phrase(curlActions, action);
    if (words === null) continue;
    transfers.push([...before, words].join(' '));
    before = [];
  }
  if (before.length > 0) transfers.push([...before, '--head {base}'].join(' '));
  const start = curlOptions(told, loud);
  return transfers.map((words, index) => {
    const more = index < transfers.length - 1 ? ' \\' : '';
    return (
      `${index === 0 ? 'curl' : '  --next'} ${start} ` +
      `${words.replace('{base}', `ftp://${told.server}${port(told)}/`)}${more}`
    );
  });
}

// lftp(1)

/** Set so that it tries once and ends with the first failure, as a script would have it. */
function lftpSettings(told: Invocation): readonly string[] {
  const { user, password, server, connectTimeout, dataMode, skipPasvAddress } = told;
  const fix = skipPasvAddress === null ? [] : [`set ftp:fix-pasv-address ${flag(skipPasvAddress === 'true')}`];
  return [
    `set net:timeout ${connectTimeout ?? 300}; set net:max-retries 1; set cmd:fail-exit yes`,
    `set ftp:passive-mode ${flag(passive(told))}; set ftp:prefer-epsv ${flag(dataMode === 'EPSV')}; ` +
      'set ftp:ssl-allow no; set ftp:use-mdtm no',
    ...fix,
    `open -u ${user},${password} ftp://${server}${port(told)}`,
  ];
}

// Python's ftplib

function ftplibBegin(
  { server, port: number, connectTimeout, skipPasvAddress }: Invocation,
  loud: boolean,
): readonly string[] {
  return [
    'import ftplib, time',
    `ftp = ftplib.FTP(timeout=${connectTimeout ?? 300})`,
    ...(loud ? ['ftp.set_debuglevel(1)'] : []),
    ...(skipPasvAddress === 'false' ? ['ftp.trust_server_pasv_ipv4_address = True'] : []),
    `ftp.connect(${python(server)}, ${number})`,
  ];
}

const hidden = (line: string): string => line.replace(/^PASS .*/, 'PASS XXXX');
const starred = (line: string): string =>
  line.replace(/^PASS (.*)/, (_all, password: string) => `PASS ${'*'.repeat(password.length)}`);
const debugged = { command: (line: string) => `---> ${hidden(line)}`, reply: (line: string) => line };

const clients: Readonly<Record<string, Client>> = {
  curl: {
    shell: curlLines,
    inside: null,
    dialogue: { command: (line) => `> ${line}`, reply: (line) => `< ${line}` },
    listing: true,
  },
  lftp: {
    shell: (_told, loud) => [loud ? 'lftp -d' : 'lftp'],
    prompt: 'lftp> ',
    inside: {
      begin: lftpSettings,
      login: null,
      act: (action) => phrase(lftpActions, action),
      leave: 'bye',
      endsWithFailure: true,
    },
    dialogue: { command: (line) => `---> ${hidden(line)}`, reply: (line) => `<--- ${line}` },
    listing: true,
  },
  ftplib: {
    // A script on standard input: it ends with the first exception.
    shell: () => ["python3 - <<'end'"],
    prompt: '> ',
    inside: {
      begin: ftplibBegin,
      login: (told) =>
        `ftp.login(${python(told.user)}, ${python(told.password)}); ftp.set_pasv(${passive(told) ? 'True' : 'False'})`,
      act: (action) => phrase(ftplibActions, action),
      leave: 'ftp.quit()',
    },
    dialogue: { command: (line) => `*cmd* ${python(starred(line))}`, reply: (line) => `*resp* ${python(line)}` },
    listing: true,
  },
  tnftp: {
    shell: (told, loud) => [
      `tnftp -n -i -v ${loud ? '-d ' : ''}${passive(told) ? '-p' : '-A'}` +
        (told.connectTimeout === null ? '' : ` -q ${told.connectTimeout}`),
    ],
    prompt: 'ftp> ',
    inside: null,
    dialogue: debugged,
    listing: true,
  },
  ftpexe: {
    shell: (_told, loud) => [`ftp ${loud ? '-d ' : ''}-n`],
    shellPrompt: 'C:\\>',
    prompt: 'ftp> ',
    inside: null,
    dialogue: debugged,
    listing: true,
  },
  filezilla: {
    shell: ({ user, password, server, port: number }) => [`filezilla ftp://${user}:${password}@${server}:${number}`],
    inside: null,
    dialogue: { command: (line) => `Command: ${starred(line)}`, reply: (line) => `Response: ${line}` },
    listing: false,
  },
};

/**
 * The client of that name; one that is not in the table is started by its name and writes the dialogue as curl does.
 */
export function clientNamed(software: string): Client {
  return (
    clients[software.replace(/\W/g, '').toLowerCase()] ?? {
      shell: ({ user, server }) => [`${software} ${user}@${server}`],
      inside: null,
      dialogue: { command: (line) => `> ${line}`, reply: (line) => `< ${line}` },
      listing: true,
    }
  );
}
