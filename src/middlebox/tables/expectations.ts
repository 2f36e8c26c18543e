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

export interface Expectations {
  /** False when another control connection expects the same. One of this `master` gives way. */
  add(expected: Omit<Expected, 'id' | 'helper' | 'expiresAt'>, at: Micros, changes: TableChange[]): boolean;
  /** The one that a first packet fits; it is used up. */
  take(tuple: Tuple, changes: TableChange[]): Expected | null;
  /** Those whose time is over; gives their masters. */
  lapse(at: Micros, changes: TableChange[]): readonly number[];
  /** Those of a control connection that is gone. */
  forget(master: number, changes: TableChange[]): void;
  rows(at: Micros): readonly ExpectationRow[];
}

export function makeExpectations(): Expectations {
  let all: readonly Expected[] = [];
  let next = 1;

  const remove = (gone: readonly Expected[], change: 'used' | 'expired' | 'replaced', changes: TableChange[]): void => {
    all = all.filter((one) => !gone.includes(one));
    for (const one of gone) changes.push({ table: 'expectation', change, row: rowOf(one) });
  };
  return {
    add(expected, at, changes) {
      const clashes = all.some(
        (one) => one.master !== expected.master && one.from === expected.from && sameEndpoint(one.to, expected.to),
      );
      if (clashes) return false;
      remove(
        all.filter((one) => one.master === expected.master),
        'replaced',
        changes,
      );
      const added: Expected = { ...expected, id: next++, helper: 'ftp', expiresAt: at + expected.lifetime };
      all = [...all, added];
      changes.push({ table: 'expectation', change: 'new', row: rowOf(added) });
      return true;
    },
    take({ source, destination }, changes) {
      const found = all.find((one) => one.from === source.address && sameEndpoint(one.to, destination));
      if (found) remove([found], 'used', changes);
      return found ?? null;
    },
    lapse(at, changes) {
      const due = all.filter((one) => one.expiresAt <= at);
      if (due.length > 0) remove(due, 'expired', changes);
      return due.map((one) => one.master);
    },
    forget: (master, changes) =>
      remove(
        all.filter((one) => one.master === master),
        'expired',
        changes,
      ),
    rows: (at) => all.filter((one) => one.expiresAt > at).map(rowOf),
  };
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
