/** Every labelled field of every packet of a run, opened records with them, each with what is said of it. */
import { openedIn, segmentSpans } from '../../src/explain/reading/segment-spans';
import { fieldText, type FieldText } from '../../src/strings/en/fields';
import { entriesOf, octetsOf, type Trace } from '../../src/trace/trace';
import type { Span } from '../../src/wire/span';

/** Octets and their labels: of a packet, or of what was sealed in one. */
export interface Labelled {
  readonly octets: Uint8Array;
  readonly spans: readonly Span[];
}

/** Each packet where it left, and again where a router rewrote it. */
export const labelledIn = (trace: Trace): readonly Labelled[] =>
  [...entriesOf(trace, 'transmit'), ...entriesOf(trace, 'pass').filter(({ changes }) => changes.length > 0)].flatMap(
    (entry) => [
      { octets: octetsOf(trace, entry), spans: segmentSpans(trace, entry) },
      ...openedIn(trace, entry).map(({ octets, spans }) => ({ octets, spans })),
    ],
  );

export type Told = FieldText & { readonly span: Span };

export const toldIn = (labelled: readonly Labelled[]): readonly Told[] =>
  labelled.flatMap(({ spans }) =>
    spans.map((span) => {
      const text = fieldText(span.is);
      if (!text) throw new Error(`nothing is said of ${span.is.code}, ${span.name}`);
      return { span, ...text };
    }),
  );

/** Octets that no label covers. */
export function bare({ octets, spans }: Labelled): readonly number[] {
  const covered = new Uint8Array(octets.length);
  for (const { from, to } of spans) covered.fill(1, from, to);
  return [...covered.keys()].filter((at) => covered[at] === 0);
}
