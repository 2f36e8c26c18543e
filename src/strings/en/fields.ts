/** What the inspector says of a field: loaded with it, by need. */
import type { Reason } from '../../wire/reason';
import { fieldTextOf, type FieldText } from '../explained';
import { ftp } from './fields/ftp';
import { internet } from './fields/internet';
import { tls } from './fields/tls';
import { x509 } from './fields/x509';

export type { FieldText };

const table = { ...internet, ...ftp, ...tls, ...x509 };

/** Null for a field that nobody wrote of: the tables have a row for every code there is, so that is none of ours. */
export const fieldText = (is: Reason): FieldText | null => fieldTextOf(table, is);
