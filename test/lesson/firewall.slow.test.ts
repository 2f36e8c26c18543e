import { describe, expect, it, test } from 'vitest';
import { load } from '../../src/parts';
import {
  callOf,
  decided,
  questionOf,
  rounds,
  scenarioOf,
  seenBefore,
  type Round,
  type Sight,
  type Decision,
} from '../../src/lesson/firewall';
import { standingOf, type Outcome } from '../../src/lesson/firewall-outcome';
import { seesText } from '../../src/strings/en/sees';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import { problems, valueOf } from '../../src/scenario/scenario';
import type { Trace } from '../../src/trace/trace';

const roundNamed = (name: Round['name']): Round => {
  const found = rounds.find((round) => round.name === name);
  if (!found) throw new Error(name);
  return found;
};

interface Played {
  readonly trace: Trace;
  readonly questions: readonly Sight[];
  readonly verdicts: readonly Decision[];
  readonly outcome: Outcome;
}

/** Plays a round to its end, as the page does: one verdict, one run. */
async function play(round: Round, decide: (question: Sight, trace: Trace) => boolean): Promise<Played> {
  const questions: Sight[] = [];
  let verdicts: readonly Decision[] = [];
  for (;;) {
    const scenario = scenarioOf(round, verdicts);
    const trace = run(scenario, await load(needs(scenario)));
    const { question, outcome } = standingOf(trace, scenario, round);
    if (outcome) return { trace, questions, verdicts, outcome };
    if (!question) throw new Error('neither asked nor over');
    questions.push(question);
    verdicts = decided(verdicts, question, decide(question, trace));
    if (questions.length > 30) throw new Error('the questions do not end');
  }
}

const told = ({ from, source, destination, flags, state }: Sight) =>
  `${from} ${source.address} > ${destination.port} ${flags} ${state}`;
const CLIENT = '203.0.113.10';

describe('verdicts become the rules of the edge', () => {
  it('nothing but what has begun passes before the first verdict, and every scenario can run', () => {
    expect(
      rounds.map((round) => [problems(scenarioOf(round, [])), valueOf(scenarioOf(round, []), `${round.edge}.rules`)]),
    ).toEqual(rounds.map(() => [[], 'state established,related accept; tcp drop']));
    const passes = { from: 'outside', source: CLIENT, destination: '198.51.100.21', port: 21, passes: true } as const;
    expect(
      valueOf(
        scenarioOf(roundNamed('strangers'), [passes, { ...passes, port: 8080, passes: false }]),
        'serverEdge.rules',
      ),
    ).toBe(
      'state established,related accept; from outside source 203.0.113.10 destination 198.51.100.21 tcp ' +
        'dport 21 accept; from outside source 203.0.113.10 destination 198.51.100.21 tcp dport 8080 drop; ' +
        'tcp drop',
    );
  });
});

test('over one call one verdict is given, whatever port its caller tries again from', async () => {
  const { questions, verdicts } = await play(roundNamed('strangers'), () => true);
  const [first] = questions;
  if (!first) throw new Error('nothing was asked');
  const again = { ...first, source: { ...first.source, port: first.source.port + 1 } };
  expect(decided(verdicts, again, false)).toBe(verdicts);
  const other = { ...first, destination: { ...first.destination, port: 22 } };
  expect(decided(verdicts, other, false).at(-1)).toEqual({ ...callOf(other), passes: false });
});

describe('a round before the server, with a scanner', () => {
  it('is won by letting the one through and nobody else', async () => {
    const { questions, outcome } = await play(roundNamed('strangers'), ({ source }) => source.address === CLIENT);
    expect(questions.map(told)).toMatchInlineSnapshot(`
      [
        "outside 203.0.113.10 > 21 SYN NEW",
        "outside 203.0.113.98 > 21 SYN NEW",
        "outside 203.0.113.10 > 50035 SYN NEW",
        "outside 203.0.113.10 > 50033 SYN NEW",
        "outside 203.0.113.98 > 8080 SYN NEW",
        "outside 203.0.113.98 > 50030 SYN NEW",
      ]
    `);
    expect(outcome).toMatchObject({ broke: false, letIn: false });
    expect(outcome.wishes).toEqual([
      { text: 'list /', ok: true },
      { text: 'get hello.txt', ok: true },
    ]);
    expect(outcome.strangers.map(({ port, passed }) => [port, passed])).toEqual([
      [21, false],
      [8080, false],
      [50030, false],
    ]);
    // Three ports for the one, and none for anyone.
    expect(outcome.opened).toEqual([
      {
        who: CLIENT,
        ports: [
          [21, 21],
          [50033, 50033],
          [50035, 50035],
        ],
      },
    ]);
  });

  it('with everything passed, everybody is in; with everything dropped, nothing works', async () => {
    const open = (await play(roundNamed('strangers'), () => true)).outcome;
    expect(open).toMatchObject({ broke: false, letIn: true });
    expect(open.strangers).toEqual(
      [21, 8080, 50030].map((port) => ({ source: '203.0.113.98', port, passed: true, answered: port === 21 })),
    );
    expect(open.opened.at(-1)).toEqual({
      who: '203.0.113.98',
      ports: [
        [21, 21],
        [8080, 8080],
        [50030, 50030],
      ],
    });
    const shut = (await play(roundNamed('strangers'), () => false)).outcome;
    expect(shut).toMatchObject({ broke: true, letIn: false, opened: [] });
  });

  it('a dropped data connection breaks its wish; the same caller tries again without another question', async () => {
    const { questions, outcome } = await play(
      roundNamed('strangers'),
      ({ source, destination }) => source.address === CLIENT && destination.port === 21,
    );
    expect(outcome.wishes.map(({ ok }) => ok)).toEqual([false, false]);
    expect(new Set(questions.map((one) => JSON.stringify(callOf(one)))).size).toBe(questions.length);
  });
});

describe('a round before the client, in active mode', () => {
  it('what was read before tells that the call was asked for', async () => {
    const round = roundNamed('callback');
    let read: readonly string[] = [];
    const { questions, outcome } = await play(round, (question, trace) => {
      if (question.from === 'outside' && read.length === 0)
        read = seenBefore(trace, round, question.entry).flatMap(({ sees }) => sees.map(seesText));
      return true;
    });
    expect(questions.map(told)).toMatchInlineSnapshot(`
      [
        "inside 203.0.113.10 > 21 SYN NEW",
        "outside 198.51.100.21 > 43370 SYN NEW",
        "outside 198.51.100.21 > 40612 SYN NEW",
      ]
    `);
    expect(read.some((text) => text.startsWith('PORT 203,0,113,10,'))).toBe(true);
    expect(outcome).toMatchObject({ broke: false, letIn: false, strangers: [] });
    expect((await play(round, ({ from }) => from === 'inside')).outcome.broke).toBe(true);
  });
});

describe('a round with TLS', () => {
  it('after the handshake nothing is read but how much there is, and it can still be won', async () => {
    const round = roundNamed('sealed');
    const { trace, outcome } = await play(round, ({ source }) => source.address === CLIENT);
    const texts = seenBefore(trace, round, trace.entries.length).flatMap(({ sees }) => sees.map(seesText));
    expect(texts.some((text) => text.startsWith('AUTH '))).toBe(true);
    expect(texts.some((text) => /PASV|227|PASS/.test(text))).toBe(false);
    expect(texts.some((text) => text.startsWith('sealed, '))).toBe(true);
    expect(outcome).toMatchObject({ broke: false, letIn: false });
  });
});

describe('what is shown before a verdict', () => {
  it('is the same whatever the verdict will be', async () => {
    const round = roundNamed('strangers');
    const first = scenarioOf(round, []);
    const question = questionOf(run(first, await load(needs(first))), round);
    expect(question && told(question)).toBe('outside 203.0.113.10 > 21 SYN NEW');
    const seen = async (passes: boolean) => {
      const scenario = scenarioOf(round, question ? decided([], question, passes) : []);
      const trace = run(scenario, await load(needs(scenario)));
      return seenBefore(trace, round, question?.entry ?? 0);
    };
    expect(await seen(true)).toEqual(await seen(false));
  });
});
