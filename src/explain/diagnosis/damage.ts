/**
 * A file that came, and is another: its octets at both ends are compared, and what became of them is read back to the
 * TYPE in force. A session begins with TYPE A (RFC 959 section 5.1), which changes line ends on the way (section
 * 3.1.1.1).
 */
import { resolvePath } from '../../machine/files';
import type { Entry, EntryOf } from '../../trace/entry';
import { entriesOf, type Trace } from '../../trace/trace';
import { equal } from '../../wire/octets';
import type { KnobName } from '../../scenario/knobs/table';
import { isSaid, type Said } from '../reading/said';
import { askedIn, type Asked } from './asked';
import type { Phrase } from './phrase';
import { movedBy } from '../../ftp/protocol/verbs';

interface Damage {
  /** Where the file was written. */
  readonly written: EntryOf<'file'>;
  readonly path: string;
  /** Its octets where it was read, and where it was written. */
  readonly was: Uint8Array;
  readonly is: Uint8Array;
  /** The command that moved it, and the TYPE before it, as the client sent them; null where none was sent. */
  readonly transfer: Said | null;
  readonly type: Said | null;
}

/** The first file that its client took for whole, and that is not as it was. */
export function damageIn(trace: Trace): Damage | null {
  const work = askedIn(trace)('actions') ?? [];
  const judged = entriesOf(trace, 'achieve').filter(({ node }) => node === 'client');
  for (const [index, action] of work.entries()) {
    if (action.op !== 'get' && action.op !== 'put') continue;
    const content = judged.some((entry) => entry.action === index && entry.ok);
    const name = `/${action.path.slice(action.path.lastIndexOf('/') + 1)}`;
    const remote = resolvePath('/', action.path);
    const [from, to, source, target] =
      action.op === 'get'
        ? (['server', 'client', remote, name] as const)
        : (['client', 'server', name, remote] as const);
    const [was, is] = [trace.files.get(from)?.get(source)?.octets, trace.files.get(to)?.get(target)?.octets];
    if (!content || !was || !is || equal(was, is)) continue;
    const written = entriesOf(trace, 'file')
      .filter(({ node, change }) => node === to && change.op === 'write' && change.path === target)
      .at(-1);
    if (written) return { written, path: target, was, is, ...commandsBefore(trace, written) };
  }
  return null;
}

function commandsBefore(trace: Trace, { n }: Entry): Pick<Damage, 'transfer' | 'type'> {
  const sent = trace.entries
    .slice(0, n)
    .filter((entry): entry is Said => isSaid(entry) && entry.way === 'sent' && entry.node === 'client');
  const transfer = sent.filter(({ message }) => movedBy(message.name) === 'file').at(-1) ?? null;
  const type = sent.filter((entry) => entry.message.name === 'TYPE' && entry.n < (transfer?.n ?? n)).at(-1) ?? null;
  return { transfer, type };
}

const LF = 10;
const CR = 13;

/** How many octets differ between the two only by the CRs before LFs; null where they differ otherwise. */
export function lineEndsOf({ was, is }: Damage): number | null {
  return equal(bare(was), bare(is)) ? Math.abs(is.length - was.length) : null;
}

/** Without the CRs that stand before an LF. */
function bare(octets: Uint8Array): Uint8Array {
  const kept: number[] = [];
  for (const octet of octets) {
    if (octet === LF) while (kept[kept.length - 1] === CR) kept.pop();
    kept.push(octet);
  }
  return Uint8Array.from(kept);
}

/** The way back from the file: what it was sent by, and as what. */
export function damageWay({ transfer, type }: Damage): readonly Entry[] {
  return [transfer, type].filter((entry) => entry !== null);
}

/** The knobs behind it, of those the run read. */
export function damageKnobs({ type }: Damage, read: Asked): readonly KnobName[] {
  if (read('fileType') !== undefined) return ['client.software', 'fileType'];
  return type === null ? ['client.software'] : ['actions'];
}

/** What happened to the octets. */
export const damagePhrase = (damage: Damage): Phrase => ({
  code: 'damaged',
  path: damage.path,
  came: damage.is.length,
  had: damage.was.length,
  lineEnds: lineEndsOf(damage),
});

/** What the command that moved it meant by then. */
export const asTextPhrase = ({ transfer, type }: Damage): Phrase => ({
  code: 'sent-as',
  request: transfer && `${transfer.message.name} ${transfer.message.argument ?? ''}`.trim(),
  type: type && (type.message.argument ?? ''),
});
