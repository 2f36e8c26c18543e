/**
 * What the links of a diagnosis say, as codes and facts: nothing is in a phrase that is not told, so that two alike say
 * the same. strings/ makes sentences of them.
 */
import type { KnobName } from '../../scenario/knobs/table';
import type { Errno } from '../../machine/contract';
import type { NodeId } from '../../trace/entry';
import type { Deed } from '../../trace/query/deeds';
import type { Reason } from '../../wire/reason';

type Node = NodeId | null;

/** Null where a connection is not known. */
export type Connected = {
  readonly code: 'connection';
  readonly purpose: 'control' | 'data' | 'other';
  readonly address: string;
  readonly port: number;
} | null;

export type Segment =
  | { readonly code: 'icmp-error' }
  | { readonly code: 'bare'; readonly flags: 'RST' | 'SYN,ACK' | 'SYN' | 'FIN' | 'ACK' }
  | { readonly code: 'with-reply' | 'with-request'; readonly name: string }
  | { readonly code: 'with-octets'; readonly octets: number };

/** Whose addresses nobody outside can call. */
export type AddressKind = 'loopback' | 'private' | 'shared' | null;

export type Phrase =
  | { readonly code: 'exited'; readonly process: string; readonly exit: number }
  /** `action`: in the notation of scenario files; null where what was asked for is not known. */
  | { readonly code: 'not-achieved'; readonly nth: number; readonly action: string | null }
  | { readonly code: 'gave-up'; readonly node: Node; readonly seconds: number | null }
  | { readonly code: 'certificate-refused'; readonly node: Node; readonly said: Reason }
  | { readonly code: 'alert-sent'; readonly node: Node; readonly alert: string }
  | { readonly code: 'tls-failed'; readonly node: Node; readonly on: Connected }
  | { readonly code: 'no-free-port'; readonly node: Node }
  | { readonly code: 'connection-failed'; readonly node: Node; readonly on: Connected; readonly errno: Errno | null }
  | { readonly code: 'closed-by-peer'; readonly on: Connected }
  | { readonly code: 'request-sent'; readonly node: Node; readonly message: string }
  | { readonly code: 'no-ftp' | 'still-waiting' }
  | {
      readonly code: 'not-dialled';
      readonly node: Node;
      readonly reply: number;
      readonly address: string | null;
      readonly kind: AddressKind;
      readonly port: number;
    }
  | { readonly code: 'request-refused'; readonly request: string | null; readonly reply: string }
  | {
      readonly code: 'dropped';
      readonly node: Node;
      readonly segment: Segment;
      readonly to: { readonly code: 'endpoint'; readonly address: string; readonly port: number } | null;
      readonly refused: boolean;
      readonly why: Reason;
    }
  | { readonly code: 'answered-by'; readonly node: Node; readonly segment: Segment }
  | { readonly code: 'forgotten'; readonly node: Node; readonly on: Connected }
  /** Before and after, in turn. */
  | { readonly code: 'rewritten'; readonly node: Node; readonly changes: readonly (readonly [string, string])[] }
  | { readonly code: 'from-elsewhere'; readonly node: Node; readonly on: Connected; readonly source: string }
  | { readonly code: 'broke-rules'; readonly node: Node; readonly why: Reason }
  | Deed
  /** `value`: null for one that is not set. */
  | { readonly code: 'knob'; readonly knob: KnobName; readonly value: string | null }
  | { readonly code: 'unknown-knob'; readonly knob: string; readonly value: string }
  | { readonly code: 'work'; readonly actions: string }
  | { readonly code: 'happened'; readonly node: Node; readonly what: string }
  | {
      readonly code: 'dialled';
      readonly opener: NodeId;
      readonly on: Exclude<Connected, null>;
      /** What had named the port; and the address that it named, where another was dialled. */
      readonly word: string | null;
      readonly named: string | null;
    }
  | {
      readonly code: 'announced';
      readonly node: Node;
      readonly word: string;
      readonly address: string | null;
      readonly kind: AddressKind;
      readonly port: number;
      readonly rewritten: boolean;
    }
  /** `lineEnds`: by how many CRs before LFs the two differ; null where they differ otherwise. */
  | {
      readonly code: 'damaged';
      readonly path: string;
      readonly came: number;
      readonly had: number;
      readonly lineEnds: number | null;
    }
  /** `type`: null without any TYPE before. */
  | { readonly code: 'sent-as'; readonly request: string | null; readonly type: string | null };

/** What a diagnosis adds to what the user read. */
export type Aside = { readonly code: 'worked-after'; readonly seconds: number } | { readonly code: 'no-complaint' };
