/**
 * From a hello that is there to the server's flight: the choice is a turn as well, of a message that was taken already,
 * and so is the flight that follows from it.
 */
import type { Guard, Outcome, Rule } from '../../machine/model';
import type { Primitives } from '../crypto/primitives';
import { failWith } from '../handshake/common-rules';
import type { ServerContext, TlsCommand, TlsEvent } from '../handshake/context';
import { draftOf, type Draft } from '../handshake/draft';
import { examiner, goOn, type Examined } from '../handshake/handler';
import { isFault } from '../messages/alerts';
import { choose, type Choice } from './choose';
import { sendFlight12, sendResumption12 } from './tls12';
import { awaitsCertificate, sendFlight13, sendRetry } from './tls13';

type D = Draft<ServerContext>;
type ServerRule = Rule<ServerContext, TlsEvent, TlsCommand>;
type ServerGuard = Guard<ServerContext, TlsEvent>;
type Examine<T extends string> = (context: ServerContext, event: TlsEvent) => Examined<ServerContext, T>;

/** By version; null, or what is wrong. */
const flights = {
  '1.3': sendFlight13,
  '1.2': (draft: D, crypto: Primitives) => (draft.c.resumed ? sendResumption12(draft) : sendFlight12(draft, crypto)),
};

const copyOf = (draft: D): D => ({ ...draft, c: { ...draft.c }, commands: [...draft.commands], octets: [] });

const outcome = ({ c, commands }: D): Outcome<ServerContext, TlsCommand> => ({ context: c, whole: true, commands });

/** The same, to be continued at once. */
const continuing = ({ c, commands }: D): Outcome<ServerContext, TlsCommand> => ({
  context: c,
  whole: true,
  commands: [...commands, { type: 'continue' }],
});

const refusing =
  (examine: Examine<string>): ServerRule =>
  (context, event) => {
    const { turn } = examine(context, event);
    return isFault(turn) ? failWith(draftOf(context, event), turn) : {};
  };

/** `examine` is how the server takes what stands first in line. */
export function flightsOf(examine: Examine<string>, crypto: Primitives) {
  const chooser = examiner<ServerContext, Choice>((draft) => choose(draft), draftOf<ServerContext>, crypto, false);
  const flyer = examiner<ServerContext, 'flies'>(
    (draft) => flights[draft.c.version ?? '1.3'](draft, crypto) ?? 'flies',
    draftOf<ServerContext>,
    crypto,
    false,
  );
  return { rules: rulesOf(examine, chooser, flyer), guards: guardsOf(examine, chooser, flyer) };
}

const rulesOf = (examine: Examine<string>, chooser: Examine<Choice>, flyer: Examine<'flies'>) =>
  ({
    ready: () => ({}),
    takeHello: (context, event) => {
      const { draft } = examine(context, event);
      return continuing({ ...draft, c: { ...draft.c, next: null } });
    },
    choose: (context, event) => continuing(chooser(context, event).draft),
    retry: (context, event) => {
      const draft = copyOf(chooser(context, event).draft);
      sendRetry(draft);
      goOn(draft);
      return outcome(draft);
    },
    fly: (context, event) => {
      const draft = copyOf(flyer(context, event).draft);
      goOn(draft);
      return outcome(draft);
    },
    refuseHello: refusing(chooser),
    refuseFlight: refusing(flyer),
  }) satisfies Record<string, ServerRule>;

function guardsOf(examine: Examine<string>, chooser: Examine<Choice>, flyer: Examine<'flies'>) {
  const chooses =
    (...choices: readonly Choice[]): ServerGuard =>
    (context, event) =>
      choices.includes(chooser(context, event).turn as Choice);
  /** Of this version, and the flight flies. */
  const flies =
    (version: '1.2' | '1.3', awaits: (context: ServerContext) => boolean = () => true): ServerGuard =>
    (context, event) =>
      context.version === version && awaits(context) && !isFault(flyer(context, event).turn);
  return {
    choosesParameters: chooses('chooses 1.3', 'chooses 1.2', 'resumes 1.2'),
    asksForAnotherKey: chooses('asks for another key'),
    awaitsCertificate: flies('1.3', awaitsCertificate),
    awaitsFinished: flies('1.3'),
    awaitsCertificate12: flies('1.2', awaitsCertificate),
    awaitsChange12: flies('1.2', ({ resumed }) => resumed),
    awaitsKeyExchange12: flies('1.2'),
    keyAndCertificate: (context, event) =>
      context.next?.kind === 'ClientKeyExchange' &&
      context.peerChain.length > 0 &&
      examine(context, event).turn === 'ClientKeyExchange',
  } satisfies Record<string, ServerGuard>;
}
