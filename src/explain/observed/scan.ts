/** What a scanner found, as its user reads it in the table that it prints. */
import { entriesOf, type Trace } from '../../trace/trace';

export interface ScanRow {
  readonly port: number;
  readonly state: string;
  readonly reason: string;
}

export function scanOf(trace: Trace): readonly ScanRow[] {
  return entriesOf(trace, 'say').flatMap(({ node, text }) => {
    const [, port, state, reason] = (node === 'client' && /^(\d+)\/tcp +(\S+) +\S+ +(\S+)/.exec(text)) || [];
    return port && state && reason ? [{ port: Number(port), state, reason }] : [];
  });
}
