/**
 * An upload of 100 to 100,000 segments: time and memory should grow with the segments, and no faster. The longest of
 * them in turn with ns-3 and with a loop written by hand, by processor time: the clock tells how busy the machine is.
 */
import { program } from './built';
import { aim, figures, say, table, text } from './measure';
import { ns3 } from './ns3';
import type { Transferred } from './work/transfer';

const SEGMENTS = 100_000;
const ROUNDS = 3;
const MEBIBYTE = 2 ** 20;
/** A third of the 971 MiB that it took when the aim was set. */
const MEMORY = 324;

const thousands = (n: number): string => n.toLocaleString('en');

export async function benchTransfer(): Promise<void> {
  const [transfer, floor] = [await program('transfer'), await program('floor')];
  const ours = (segments: number) => transfer([segments]) as Transferred;
  say('an upload of N full segments, each in a process of its own; the octets of its file are in the memory', [
    ...table([
      ['segments', 'processor', 'us a segment', 'entries', 'us an entry', 'memory', 'octets an entry'],
      ...[100, 1000, 10_000, SEGMENTS].map((segments) => {
        const { cpu, entries, octets } = ours(segments);
        return [
          thousands(segments),
          `${cpu.toFixed(0)} ms`,
          ((cpu / segments) * 1000).toFixed(0),
          thousands(entries),
          ((cpu / entries) * 1000).toFixed(1),
          `${(octets / MEBIBYTE).toFixed(0)} MiB`,
          (octets / entries).toFixed(0),
        ];
      }),
    ]),
  ]);

  const theirs = ns3();
  const samples = { ours: [] as Transferred[], theirs: [] as number[], floor: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    samples.ours.push(ours(SEGMENTS));
    if (typeof theirs !== 'string') samples.theirs.push(theirs(SEGMENTS));
    samples.floor.push(floor([SEGMENTS]) as number);
  }
  const [mine, least] = [figures(samples.ours.map(({ cpu }) => cpu)), figures(samples.floor)];
  const memory = Math.min(...samples.ours.map(({ octets }) => octets)) / MEBIBYTE;
  const against = figures(samples.theirs);
  say(`an upload of ${thousands(SEGMENTS)} full segments, in turn, processor time with all threads`, [
    `ours, with its trace      ${text(mine)}`,
    `ns-3, without a trace     ${typeof theirs === 'string' ? theirs : text(against)}`,
    `the same octets by hand   ${text(least)}: ours takes ${(mine.min / least.min).toFixed(1)} times that`,
    'What stands between: some eight entries a segment and the collection of what lives on in them, two steps of',
    "XState's a segment with the copies of TCP's block that they leave, and a queue of five events a packet.",
  ]);
  aim(
    `transfer of ${thousands(SEGMENTS)} segments / ns-3`,
    typeof theirs === 'string' ? theirs : mine.min / against.min,
    1,
  );
  aim(`memory of a trace of ${thousands(SEGMENTS)} segments`, memory, MEMORY, 'MiB');
}
