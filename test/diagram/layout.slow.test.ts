import { describe, expect, it } from 'vitest';
import { layoutOf } from '../../src/diagram/layout/layout';
import { cursorAt, rowShowing, rowsWithin, type Label, type Picture } from '../../src/diagram/layout/picture';
import { DEPTHS } from '../../src/diagram/steps/steps';
import { activeListingDropped, passiveListing } from './listings';
import { realTraces } from './real';

const traces = { passive: passiveListing(), dropped: activeListingDropped() };
const WIDTHS = [360, 390, 752, 1100];
const pictures = [...Object.entries(traces), ...realTraces].flatMap(([name, trace]) =>
  DEPTHS.flatMap((depth) =>
    WIDTHS.map((width) => ({
      name: `${name} at ${depth}, ${width} px`,
      picture: layoutOf(trace, { width, depth, compact: width < 700 }),
    })),
  ),
);

const leftOf = ({ x, anchor, width }: Label): number => x - { start: 0, middle: width / 2, end: width }[anchor];

/** A picture as lines of rounded numbers: enough to see what moved. */
const summary = ({ rows, ribbons, brackets, height }: Picture): string[] => [
  ...rows.map(({ kind, top, bottom, arrow, labels }) =>
    [
      `${Math.round(top)}-${Math.round(bottom)}`,
      kind,
      arrow ? arrow.points.map((point) => point.map(Math.round).join(',')).join(' ') : '',
      arrow?.dashed ? 'dashed' : '',
      arrow?.cross ? 'cross' : '',
      labels.map(({ parts }) => parts.map(({ text }) => text).join(' ')).join(' / '),
    ]
      .filter((part) => part !== '')
      .join('  '),
  ),
  ...ribbons.map(
    ({ key, attempt, open, box }) =>
      `ribbon ${key} ${[box.x, box.y, box.height].map(Math.round).join(' ')}` +
      `${attempt ? ' attempt' : ''}${open ? ' open' : ''}`,
  ),
  ...brackets.map(
    ({ name, top, bottom, problem }) =>
      `bracket ${name} ${Math.round(top)}-${Math.round(bottom)}${problem ? ' problem' : ''}`,
  ),
  `height ${Math.round(height)}`,
];

describe('a picture', () => {
  it('of an active listing whose SYNs are dropped', () => {
    expect(summary(layoutOf(traces.dropped, { width: 752, depth: 'dialogue', compact: false }))).toMatchInlineSnapshot(`
      [
        "12-40  listen  listening on :21",
        "40-72  connect  94,58 658,66  connect three-way handshake, port 21",
        "72-104  message  658,90 94,98  220 (vsFTPd 3.0.3)",
        "104-136  message  94,122 658,130  USER learner",
        "136-168  message  658,154 94,162  331 Please specify the password.",
        "168-200  message  94,186 658,194  PASS portcall · in clear",
        "200-232  message  658,218 94,226  230 Login successful.",
        "246-274  listen  listening on :40072",
        "274-306  message  94,292 658,300  PORT 203,0,113,10,156,136",
        "306-338  message  658,324 94,332  200 PORT command successful. Consider using PASV.",
        "352-384  message  94,370 658,378  LIST",
        "384-434  drop  649,407 240,415  dashed  cross  SYN 20 → 40072 / rule 3: drop new, / from outside",
        "434-470  later  1 s later",
        "470-514  drop  649,493 240,501  dashed  cross  SYN again",
        "514-550  later  2 s later",
        "550-594  drop  649,573 240,581  dashed  cross  SYN again",
        "594-630  later  4 s later",
        "630-674  drop  649,653 240,661  dashed  cross  SYN again",
        "674-710  later  8 s later",
        "710-738  note  ETIMEDOUT data 1 failed",
        "738-770  message  658,756 94,764  425 Failed to establish connection.",
        "784-816  message  94,802 658,810  QUIT",
        "816-848  message  658,834 94,842  221 Goodbye.",
        "848-880  close  658,866 94,874  close control 1, server first",
        "892-934  outcome  exit 28 / curl: (28) Timeout was reached",
        "ribbon 0 client 83 54 824",
        "ribbon 0 server 659 62 808",
        "ribbon 1 server 650 403 254 attempt",
        "bracket Log in 14-230",
        "bracket Negotiate 248-336",
        "bracket Transfer 354-768 problem",
        "bracket Close 786-878",
        "height 962",
      ]
    `);
  });

  it('of the same on a phone', () => {
    expect(summary(layoutOf(traces.dropped, { width: 390, depth: 'dialogue', compact: true })).slice(-24)).toEqual([
      '367-422  message  350,406 62,414  200 PORT command successful. / Consider using PASV.',
      '436-473  message  62,457 350,465  LIST',
      '473-563  drop  341,503 139,511  dashed  cross  SYN 20 → 40072 / ' +
        "stopped at the client's edge · rule 3: drop / new, from outside",
      '563-599  later  1 s later',
      '599-650  drop  341,629 139,637  dashed  cross  SYN again',
      '650-686  later  2 s later',
      '686-737  drop  341,716 139,724  dashed  cross  SYN again',
      '737-773  later  4 s later',
      '773-824  drop  341,803 139,811  dashed  cross  SYN again',
      '824-860  later  8 s later',
      '860-892  note  ETIMEDOUT data 1 failed',
      '892-929  message  350,913 62,921  425 Failed to establish connection.',
      '943-980  message  62,964 350,972  QUIT',
      '980-1017  message  350,1001 62,1009  221 Goodbye.',
      '1017-1054  close  350,1038 62,1046  close control 1, server first',
      '1066-1120  outcome  exit 28 / curl: (28) Timeout was reached',
      'ribbon 0 client 51 79 971',
      'ribbon 0 server 351 87 955',
      'ribbon 1 server 342 499 308 attempt',
      'bracket Log in 14-282',
      'bracket Negotiate 300-420',
      'bracket Transfer 438-927 problem',
      'bracket Close 945-1052',
      'height 1148',
    ]);
  });

  it.each(pictures)('stacks its rows without overlap: $name', ({ picture }) => {
    for (const [i, row] of picture.rows.entries()) {
      expect(row.bottom).toBeGreaterThan(row.top);
      expect(row.top).toBeGreaterThanOrEqual(picture.rows[i - 1]?.bottom ?? 0);
    }
    expect(picture.rows.at(-1)!.bottom).toBeLessThan(picture.height);
  });

  it.each(pictures)('writes no label over a label, and none out of sight: $name', ({ picture }) => {
    const boxes = picture.rows.flatMap(({ labels }) =>
      labels.map((label) => ({
        left: leftOf(label),
        right: leftOf(label) + label.width,
        top: label.y - label.size * 0.75,
        bottom: label.y + label.size * 0.2,
        text: label.parts.map(({ text }) => text).join(' '),
      })),
    );
    for (const [i, a] of boxes.entries()) {
      expect(a.left, a.text).toBeGreaterThanOrEqual(picture.left - 1);
      expect(a.right, a.text).toBeLessThanOrEqual(picture.width);
      for (const b of boxes.slice(i + 1, i + 12)) {
        const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
        expect(apart, `'${a.text}' over '${b.text}'`).toBe(true);
      }
    }
  });

  it.each(pictures)('writes no label over its arrow, nor outside its row: $name', ({ picture }) => {
    for (const { arrow, labels, top, bottom } of picture.rows) {
      for (const label of labels) {
        const [left, right] = [leftOf(label), leftOf(label) + label.width];
        const [upper, lower] = [label.y - label.size * 0.72, label.y];
        const text = label.parts.map((part) => part.text).join(' ');
        expect(upper, text).toBeGreaterThanOrEqual(top);
        expect(lower, text).toBeLessThanOrEqual(bottom);
        for (const [i, [x2, y2]] of (arrow?.points ?? []).entries()) {
          if (i === 0) continue;
          const [x1, y1] = arrow!.points[i - 1]!;
          const height = (x: number) => (x1 === x2 ? y1 : y1 + ((y2 - y1) * (x - x1)) / (x2 - x1));
          const [from, to] = [Math.max(left, Math.min(x1, x2)), Math.min(right, Math.max(x1, x2))];
          if (from >= to) continue;
          const crossed = Math.max(height(from), height(to)) > upper && Math.min(height(from), height(to)) < lower;
          expect(crossed, `'${text}' across its arrow`).toBe(false);
        }
        const cross = arrow?.cross;
        if (cross)
          expect(
            cross[0] + 8 > left && cross[0] - 8 < right && cross[1] + 8 > upper && cross[1] - 8 < lower,
            `'${text}' across its cross`,
          ).toBe(false);
      }
    }
  });

  it.each(pictures)('keeps arrows between the lanes and running down: $name', ({ picture }) => {
    const xs = [...picture.places.values()];
    for (const { arrow, top, bottom } of picture.rows) {
      for (const [i, [x, y]] of (arrow?.points ?? []).entries()) {
        expect(x).toBeGreaterThanOrEqual(Math.min(...xs));
        expect(x).toBeLessThanOrEqual(Math.max(...xs));
        expect(y).toBeGreaterThanOrEqual(i === 0 ? top : arrow!.points[i - 1]![1]);
        expect(y).toBeLessThanOrEqual(bottom);
      }
    }
  });

  it.each(pictures)('moves the cursor down with each entry: $name', ({ picture }) => {
    const last = picture.rows.at(-1)!.entry;
    let before = 0;
    for (let entry = 0; entry <= last; entry += 1) {
      const y = cursorAt(picture, entry);
      expect(y).toBeGreaterThanOrEqual(before);
      before = y;
    }
    expect(before).toBe(picture.rows.at(-1)!.bottom + 1);
  });

  it('draws control and data in different places on a lane', () => {
    const { ribbons } = layoutOf(traces.passive, { width: 752, depth: 'segments', compact: false });
    for (const a of ribbons)
      for (const b of ribbons) {
        if (a === b || a.node !== b.node) continue;
        expect(a.box.x + a.box.width <= b.box.x || b.box.x + b.box.width <= a.box.x).toBe(true);
      }
  });

  it('ends a dropped packet in a cross at the node that dropped it, at every depth', () => {
    for (const depth of DEPTHS) {
      const picture = layoutOf(traces.dropped, { width: 752, depth, compact: false });
      const crosses = picture.rows.filter(({ kind }) => kind === 'drop').map(({ arrow }) => arrow?.cross?.[0]);
      expect(crosses).toEqual(Array(depth === 'story' ? 1 : 4).fill(picture.places.get('clientEdge')));
    }
  });

  it('bends an arrow at the edge that changed it, and says there what was changed', () => {
    const bends = (name: string, depth: 'story' | 'dialogue' | 'segments', term: string) => {
      const picture = layoutOf(new Map(realTraces).get(name)!, { width: 900, depth, compact: false });
      const row = picture.rows.find(({ step }) => step.label.term === term || step.label.text.startsWith(term));
      const at = new Map([...picture.places].map(([node, x]) => [x, node]));
      return row?.arrow?.bends.map(({ x, texts }) => [at.get(x), ...texts].join(': '));
    };
    const active = 'active behind NAT, with a helper';
    expect(bends(active, 'dialogue', 'connect')).toEqual(['clientEdge: 192.168.1.10 → 203.0.113.7']);
    expect(bends(active, 'dialogue', 'USER')).toEqual(['clientEdge']);
    expect(bends(active, 'dialogue', 'PORT')).toEqual(['clientEdge: PORT 192,168,1,10 → 203,0,113,7']);
    expect(bends(active, 'segments', 'PORT')).toEqual(['clientEdge: PORT 192,168,1,10 → 203,0,113,7']);
    expect(bends(active, 'story', 'Negotiate')).toEqual(['clientEdge: PORT 192,168,1,10 → 203,0,113,7']);
    expect(bends('extended active behind NAT, with a helper', 'dialogue', 'EPRT')).toEqual([
      'clientEdge: EPRT 192.168.1.10 → 203.0.113.7',
    ]);
    const both = 'both ends behind NAT, the server with a helper';
    expect(bends(both, 'dialogue', 'connect')).toEqual([
      'clientEdge: 192.168.1.10 → 203.0.113.7',
      'serverEdge: 198.51.100.21 → 10.0.0.21',
    ]);
    expect(bends(both, 'dialogue', '227')).toEqual(['serverEdge: 227 10,0,0,21 → 198,51,100,21', 'clientEdge']);
    expect(bends('passive listing', 'dialogue', 'USER')).toEqual([]);
  });

  it('finds rows by entry and by height', () => {
    const picture = layoutOf(traces.passive, { width: 752, depth: 'segments', compact: false });
    for (const row of picture.rows) expect(rowShowing(picture, row.entry)).toBe(row);
    const seen = rowsWithin(picture, 300, 400, 0);
    expect(seen).toEqual(picture.rows.filter(({ top, bottom }) => bottom >= 300 && top <= 400));
  });
});
