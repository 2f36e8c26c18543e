/**
 * Connections that helpers expect, Linux's nf_conntrack_expect.c: at most one for each control connection, and no two
 * alike.
 */
import type { Micros } from '../../machine/contract';
import type { ExpectationRow, TableChange } from './handled';
import { sameEndpoint, type Tuple } from '../tuple';

export interface Expected extends ExpectationRow {
  /** Under NAT, who the inside host sees as the caller: the other end of the control connection as it knows it. */
  readonly caller: string | null;
}

export class Expectations {
  private all: readonly Expected[] = [];
  private next = 1;

  /** False when another control connection expects the same. One of this `master` gives way. */
  add(expected: Omit<Expected, 'id' | 'helper' | 'expiresAt'>, at: Micros, changes: TableChange[]): boolean {
    const clashes = this.all.some(
      (one) => one.master !== expected.master && one.from === expected.from && sameEndpoint(one.to, expected.to),
    );
    if (clashes) return false;
    this.remove((one) => one.master === expected.master, 'replaced', changes);
    const added: Expected = { ...expected, id: this.next++, helper: 'ftp', expiresAt: at + expected.lifetime };
    this.all = [...this.all, added];
    changes.push({ table: 'expectation', change: 'new', row: rowOf(added) });
    return true;
  }

  /** The one that a first packet fits; it is used up. */
  take({ source, destination }: Tuple, changes: TableChange[]): Expected | null {
    const found = this.all.find((one) => one.from === source.address && sameEndpoint(one.to, destination));
    if (found) this.remove((one) => one === found, 'used', changes);
    return found ?? null;
  }

  /** Those whose time is over; gives their masters. */
  lapse(at: Micros, changes: TableChange[]): readonly number[] {
    return this.remove((one) => one.expiresAt <= at, 'expired', changes).map((one) => one.master);
  }

  /** Those of a control connection that is gone. */
  forget(master: number, changes: TableChange[]): void {
    this.remove((one) => one.master === master, 'expired', changes);
  }

  rows(at: Micros): readonly ExpectationRow[] {
    return this.all.filter((one) => one.expiresAt > at).map(rowOf);
  }

  private remove(
    goes: (one: Expected) => boolean,
    change: 'used' | 'expired' | 'replaced',
    changes: TableChange[],
  ): readonly Expected[] {
    const gone = this.all.filter(goes);
    if (gone.length > 0) this.all = this.all.filter((one) => !gone.includes(one));
    for (const one of gone) changes.push({ table: 'expectation', change, row: rowOf(one) });
    return gone;
  }
}

const rowOf = ({ id, master, helper, from, to, inside, lifetime, expiresAt }: Expected): ExpectationRow => ({
  id,
  master,
  helper,
  from,
  to,
  inside,
  lifetime,
  expiresAt,
});
