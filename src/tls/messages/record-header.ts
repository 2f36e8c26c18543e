/** The five octets at the front of every record, which anybody on the way can read (RFC 8446 section 5.1). */
import { field, struct, uint, type Layout } from './codec';
import { contentTypes, nameOf, versionName } from './registry';

export interface RecordHeader {
  readonly type: number;
  readonly version: number;
  readonly length: number;
}

export const recordHeader: Layout<RecordHeader> = struct<RecordHeader>({
  type: field('record.type', uint(1), (type) => nameOf(contentTypes, type)),
  version: field('record.legacy_record_version', uint(2), versionName),
  length: field('record.length', uint(2)),
});

export const HEADER = 5;
