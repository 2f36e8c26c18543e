/**
 * LIST, NLST and MLSD: which directory, which names, and what to say when there are none (RFC 959 section 4.1.3, RFC
 * 3659 section 7).
 */
import { octetsOf } from '../../../wire/text/text';
import { factLine, type Told } from '../../files/facts';
import { entriesOf, listing, type ListingRequest } from '../../files/listing';
import { found, isDirectory, pathOf, permits, refusedOf } from '../../files/permission';
import { has, refuse } from '../session/answer';
import type { ServerProfile } from '../../profiles/server-profile';
import type { Obey, Turn } from '../session/session';
import { begin, prepared, refuseTransfer } from '../transfer/transfer';

/** What '-la docs/*.txt' asks for: options, and a directory with a pattern of names in it. */
function requested(turn: Turn, verb: string, argument: string) {
  const { session, event } = turn;
  const form = session.setup.profile.listing;
  const dashed = /^-(\S*) ?([\s\S]*)$/.exec(argument);
  const heeds = verb === 'LIST' || form.namesOptions !== 'none';
  const [options, rest] = dashed && heeds ? [dashed[1] ?? '', dashed[2] ?? ''] : ['', argument];
  const path = pathOf(session.directory, rest);
  const whole = rest === '' || isDirectory(event.files, path);
  const slash = rest.lastIndexOf('/') + 1;
  const directory = whole ? path : pathOf(session.directory, rest.slice(0, slash));
  const request: ListingRequest = {
    directory,
    pattern: whole ? null : rest.slice(slash),
    hidden: options.includes('a') || (verb === 'NLST' && form.namesHidden),
    full: verb === 'LIST' || (options.includes('l') && form.namesOptions === 'all'),
    prefix: whole && rest !== '' ? `${rest.replace(/\/$/, '')}/` : rest.slice(0, slash),
    account: session.account,
    ...orderOf(verb, form, whole),
  };
  return { options, rest, whole, request };
}

/** How names come: some sort them, some do not, and one walks backwards through those of a pattern. */
function orderOf(
  verb: string,
  { namesOrder }: ServerProfile['listing'],
  whole: boolean,
): Pick<ListingRequest, 'order'> {
  if (verb !== 'NLST' || namesOrder !== 'as read') return {};
  return { order: whole ? 'as read' : 'as read, reversed' };
}

const isWild = (name: string): boolean => /[*?]/.test(name);

/** Nothing is there of that name. */
function refuseAbsent(turn: Turn, verb: string, argument: string): void {
  const closes = turn.session.setup.profile.passive.closedByRefusalOf.includes(verb);
  if (!closes) return refuse(turn, verb, 'ENOENT', { argument }, 'absent');
  refuseTransfer(turn, verb, 'ENOENT', { argument }, isWild(argument) ? 'missing' : 'absent');
}

/** How the transfer of a listing ends, in the words of the profile. */
function endingOf(turn: Turn, verb: string, name: string, is: { readonly readable: boolean; readonly none: boolean }) {
  if (is.none && !isWild(name) && has(turn, verb, 'missing')) return 'missing';
  return is.readable ? 'done' : 'failed';
}

export const list: Obey = (turn, verb, argument) => {
  const { session, event } = turn;
  if (!prepared(turn, verb)) return;
  const { profile } = session.setup;
  const { options, rest, whole, request } = requested(turn, verb, argument);
  const node = found(event.files, request.directory, session.account);
  const readable = typeof node !== 'string' && permits(node, session.account, 4);
  if (verb === 'NLST' && profile.listing.namesOptions === 'none' && !(whole && readable))
    return refuseTransfer(turn, verb, 'ENOENT', { argument });
  const lines = readable ? listing(event.files, request, profile.listing, event.epoch + event.at / 1e6) : [];
  const none = !readable || (!whole && lines.length === 0);
  if (none && has(turn, verb, 'absent')) return refuseAbsent(turn, verb, rest);
  const flags = `${options.includes('a') ? '-a ' : ''}-l `;
  begin(turn, {
    verb,
    argument: rest,
    path: request.directory,
    octets: octetsOf(lines.map((line) => `${line}\r\n`).join('')),
    ending: endingOf(turn, verb, rest, { readable, none }),
    facts: { matches: lines.length, options: flags },
  });
};

export const machineList: Obey = (turn, verb, argument) => {
  const { session, event } = turn;
  const { facts } = session.setup.profile;
  if (!facts || !prepared(turn, verb)) return;
  const path = pathOf(session.directory, argument);
  const refusal = refusedOf(found(event.files, path, session.account), session.account, 4);
  if (refusal) return refuseTransfer(turn, verb, refusal, { argument });
  const types: ReadonlyMap<string, Told['type']> = new Map([
    ['.', 'cdir'],
    ['..', 'pdir'],
  ]);
  const lines = entriesOf(event.files, {
    directory: path,
    pattern: null,
    hidden: true,
    order: 'as read',
  }).map((entry) =>
    factLine(
      { ...entry, type: types.get(entry.name) ?? (entry.node.type === 'directory' ? 'dir' : 'file') },
      session.facts,
      facts,
      event.files,
      session.account,
    ),
  );
  begin(turn, {
    verb,
    argument,
    path,
    octets: octetsOf(lines.map((line) => `${line}\r\n`).join('')),
    facts: { matches: lines.length },
  });
};
