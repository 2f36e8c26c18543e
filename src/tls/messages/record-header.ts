/** The five octets at the front of every record, which anybody on the way can read (RFC 8446 section 5.1). */
import { field, struct, uint, type Layout } from './codec';
import { contentTypes, nameOf, versionName } from './registry';

export interface RecordHeader {
  readonly type: number;
  readonly version: number;
  readonly length: number;
}

export const recordHeader: Layout<RecordHeader> = struct<RecordHeader>({
  type: field(
    'type',
    uint(1),
    'What the record holds; once 1.3 is protected all look like application data.',
    'RFC 8446 section 5.1',
    (type) => nameOf(contentTypes, type),
  ),
  version: field(
    'legacy_record_version',
    uint(2),
    'Means nothing any more: 1.0 in a first ClientHello, else 1.2.',
    'RFC 8446 section 5.1',
    versionName,
  ),
  length: field('length', uint(2), 'Octets of the fragment that follow.', 'RFC 8446 section 5.1'),
});

export const HEADER = 5;
