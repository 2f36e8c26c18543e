/** Values at the edges of what scenarios say: half a lifetime, ranges of ports, the path's order, a link's text. */
import { describe, expect, test } from 'vitest';
import { knobNamed } from '../../src/scenario/knobs/knobs';
import { fromLink, toLink } from '../../src/scenario/text/link';
import { neighbours } from '../../src/scenario/knobs/near';
import { emptyScenario, withKnob } from '../../src/scenario/scenario';
import { actionText, parseActions } from '../../src/scenario/values/actions';
import { isViolation } from '../../src/wire/violation';
import { Hand } from '../diagram/hand';
import { ran, scenarioOf } from '../explain/symptom';

describe('keep-alives near the time that an edge remembers', () => {
  const keepAlive = knobNamed('client.keepAlive');
  const near = (...lifetimes: readonly number[]) => {
    const hand = new Hand();
    for (const value of lifetimes) hand.add({ kind: 'knob', knob: 'serverEdge.lifetime', value }, null);
    return keepAlive && neighbours(keepAlive, null, hand.trace());
  };

  // RFC 5382 5 REQ-5 lets an edge forget what was silent for its lifetime. Who asks (RFC 1122 4.2.3.6) after half of it
  // is in time even if one question is lost. The knob counts whole seconds: half of an odd number is rounded down.
  test.each([
    [[7440], [3720]],
    [[301], [150]],
    [[3], [1]],
    [[2], [1]],
    // Half of 172,800 s is what the knob can just hold; half a second, and more than a day, are nobody's setting.
    [[172_800], [86_400]],
    [[172_802], []],
    [[1], []],
    [
      [600, 60],
      [300, 30],
    ],
  ])('lifetimes %j: %j', (lifetimes, halves) => {
    expect(near(...lifetimes)).toEqual(halves);
  });
});

describe('the ports of a scan', () => {
  const ports = (text: string) => {
    const read = parseActions(`scan syn ${text}`);
    return isViolation(read) ? 'refused' : read.map((action) => (action.op === 'scan' ? action.ports : []))[0];
  };

  // nmap(1) -p: a range runs from its first to its last port, both included; one that runs backwards is an error.
  test.each([
    ['40-50', [40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50]],
    ['50-51', [50, 51]],
    ['50-50', [50]],
    ['50-49', 'refused'],
    ['50-40', 'refused'],
    // One bad range is not passed over for the sake of the good one.
    ['21,50-49', 'refused'],
    ['21,50-40', 'refused'],
    ['50-40,21', 'refused'],
  ])('%s: %j', (text, read) => {
    expect(ports(text)).toEqual(read);
  });

  test('are numbers from 1 to 65535, and at most a thousand', () => {
    expect(ports('1,65535')).toEqual([1, 65_535]);
    expect(ports('0')).toBe('refused');
    expect(ports('65536')).toBe('refused');
    expect(ports('1-1000')).toHaveLength(1000);
    expect(ports('1-1001')).toBe('refused');
    expect(ports('1-1000,2000')).toBe('refused');
  });

  test('are written as ranges from three on', () => {
    const text = (list: readonly number[]) => actionText({ op: 'scan', technique: 'syn', ports: list });
    expect(text([50, 51])).toBe('scan syn 50,51');
    expect(text([50, 51, 52])).toBe('scan syn 50-52');
  });
});

// Two machines of one network reach each other directly; only for the edge's own address is the edge in the way, which
// turns the packet round ("hairpinning", RFC 5382 7.2, REQ-8).
describe("the path on the server's own network", () => {
  const path = async (...lines: readonly string[]) => (await ran(scenarioOf(lines))).nodes.map(({ id }) => id);
  const direct = ['client', 'lan', 'server', 'serverEdge', 'wan'];

  test('goes directly to the address that the server has', async () => {
    expect(await path('client.place: server-lan')).toEqual(direct);
    expect(await path('client.place: server-lan', 'serverEdge.nat: true', 'client.called: private')).toEqual(direct);
  });

  test("goes by the edge to the address that is the edge's", async () => {
    const through = ['client', 'lan', 'serverEdge', 'server', 'wan'];
    expect(await path('client.place: server-lan', 'serverEdge.nat: true', 'client.called: public')).toEqual(through);
  });

  test('from anywhere else goes through everything', async () => {
    expect(await path('serverEdge.nat: true')).toEqual(['client', 'clientEdge', 'wan', 'serverEdge', 'server']);
  });
});

describe('a link', () => {
  const link = (user: string) => toLink(withKnob(emptyScenario, 'user', user), null);

  // RFC 3986 3.4, 3.5: a query and a fragment may hold '/', ':' and the sub-delims ',' and ';' as they are; a space is
  // '+' in a form's query (WHATWG URL 5.2). What would end the value, the link, or mean an escape, is escaped.
  test.each([
    ['a b', 'a+b'],
    ['a/b', 'a/b'],
    ['a:b', 'a:b'],
    ['a,b', 'a,b'],
    ['a;b', 'a;b'],
    ['a;b;c', 'a;b;c'],
    ['a&b', 'a%26b'],
    ['a=b', 'a%3Db'],
    ['a+b', 'a%2Bb'],
    ['a#b', 'a%23b'],
    ['100%', '100%25'],
    ['a%3Bb', 'a%253Bb'],
  ])('holds the user %s as %s', (user, text) => {
    expect(link(user)).toBe(`user=${text}`);
    expect(fromLink(link(user)).scenario.knobs['user']).toBe(user);
  });

  test('can be read by whoever gets it: the work to do stands there in words', () => {
    const actions = parseActions('list /; get hello.txt');
    const scenario = isViolation(actions) ? emptyScenario : withKnob(emptyScenario, 'actions', actions);
    expect(toLink(scenario, 'control 1 / RETR')).toBe('actions=list+/;+get+hello.txt&at=control+1+/+RETR');
  });
});
