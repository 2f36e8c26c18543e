/**
 * How much of anything is taken from outside, in one table: MODEL.md prints it (a test holds both to the same
 * numbers), whoever refuses names it. Chosen by measurement: a run within all of them takes a few seconds of one core
 * and less than 500 MB, and no text within its own holds a thread for longer than a frame or two.
 */
interface Cap {
  readonly most: number;
  readonly unit: string;
  /** What is counted, as a sentence's subject. */
  readonly what: string;
  /** What becomes of more. */
  readonly beyond: string;
}

const cap = (most: number, unit: string, what: string, beyond: string): Cap => ({ most, unit, what, beyond });
const refused = 'refused';

export const CAPS = {
  link: cap(32_768, 'characters', 'a link', refused),
  name: cap(64, 'characters', "a knob's name", 'refused; a near name is sought by so many'),
  problems: cap(20, 'problems', 'what is told of one text', 'counted'),
  interventions: cap(200, 'interventions', 'the interventions of a scenario', refused),
  actions: cap(100, 'actions', 'the work', refused),
  octets: cap(10_000_000, 'octets', 'what the work transfers, by the sizes it names', refused),
  names: cap(200, 'names', 'the files of one action', refused),
  parts: cap(16, 'parts', 'one file fetched at once', refused),
  accounts: cap(32, 'accounts', 'who may log in besides', refused),
  files: cap(500, 'files', 'what the home holds besides', refused),
  fileName: cap(255, 'octets', "a file's name", refused),
  folders: cap(16, 'folders', 'the way to a file', refused),
  ports: cap(1000, 'ports', 'one scan', refused),
  entries: cap(150_000, 'entries', 'a run', 'the run ends, and says so'),
  file: cap(32_768, 'characters', 'a scenario file', refused),
  lines: cap(1000, 'lines', 'a scenario file', refused),
  marks: cap(2000, 'marks', 'brackets, commas, dashes and colons of a scenario file', refused),
  depth: cap(16, 'levels', 'nesting in a file', refused),
  case: cap(262_144, 'characters', 'a recorded case', refused),
  lesson: cap(131_072, 'characters', 'a lesson', refused),
  trace: cap(150_000_000, 'characters', 'a saved trace', refused),
  hops: cap(64, 'routers', "a packet's way in a saved trace", refused),
  log: cap(4_194_304, 'characters', 'a pasted log', 'not read'),
  logLine: cap(2000, 'characters', 'a line of a pasted log', 'not read'),
  sessions: cap(64, 'sessions', 'the live server', 'refused with 421'),
  sessionsOfOne: cap(4, 'sessions', 'the live server, from one address', 'refused with 421'),
  waiting: cap(8, 'connections', "those that wait at a live session's data port", 'refused'),
  liveGreeting: cap(30, 'seconds', "a live session's wait for its first command", 'the session ends with 421'),
  liveLogin: cap(60, 'seconds', "a live session's wait for a login", 'the session ends with 421'),
  liveHandshake: cap(20, 'seconds', "a live session's TLS handshake", 'the session ends with 421'),
  liveFarewell: cap(10, 'seconds', "a live session's last words on their way", 'the session ends without them'),
  liveCommands: cap(200, 'commands', "a live session's second", 'the session ends with 421'),
  liveUploads: cap(10_000_000, 'octets', 'uploads to the live server', 'the session ends with 421'),
  liveFiles: cap(1000, 'files', 'made on the live server', 'the session ends with 421'),
  liveLog: cap(20_000, 'entries', "the live server's log", 'the oldest go'),
  liveLogOctets: cap(67_108_864, 'octets', "the live server's log", 'the oldest go'),
} as const satisfies Readonly<Record<string, Cap>>;

export type CapName = keyof typeof CAPS;

export const grouped = (value: number): string => String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** What is more than its cap. */
export type Excess = { readonly code: 'excess'; readonly cap: CapName; readonly found: number };

export const excess = (cap: CapName, found: number): Excess | null =>
  found > CAPS[cap].most ? { code: 'excess', cap, found } : null;

/** `a link: 40,000 characters, and at most 32,768 are taken`. */
export function excessText({ cap: name, found }: Excess): string {
  const { most, unit, what } = CAPS[name];
  return `${what}: ${grouped(found)} ${unit}, and at most ${grouped(most)} are taken`;
}

/** The complaint where there is more. */
export function over(name: CapName, found: number): string | null {
  const more = excess(name, found);
  return more && excessText(more);
}

/** The lines of the documentation's table. */
export const capRows = (): readonly string[] =>
  Object.values(CAPS).map(({ what, most, unit, beyond }) => `| ${what} | ${grouped(most)} ${unit} | ${beyond} |`);
