/** What a role's machine is made of beside its states: how it takes a message, and what both roles do and ask alike. */
import type { Guard } from '../../machine/model';
import type { Primitives } from '../crypto/primitives';
import type { Version } from '../messages/registry';
import { takeCommon, type Side } from './channel';
import { commonRules } from './common-rules';
import type { Incoming, TlsEvent } from './context';
import { draftOf } from './draft';
import { badGuards, commonGuards, turnGuards } from './guards';
import { examiner, type Handler, type Handlers } from './handler';

type Kind = Incoming['kind'];

/** `turns` names what messages may come to, and by which kind; of `kinds` one may turn out bad. */
export function roleOf<C extends Side, T extends string, N extends string, K extends Kind>(
  handlers: Readonly<Record<Version, Handlers<C, T>>>,
  turns: Readonly<Record<N, Kind>>,
  kinds: readonly K[],
  crypto: Primitives,
) {
  const handle: Handler<C, string> = (draft, incoming) => {
    const handler = handlers[draft.c.version ?? '1.3'][incoming.kind];
    return handler ? handler(draft, incoming, crypto) : takeCommon(draft, incoming);
  };
  const examine = examiner(handle, draftOf<C>, crypto);
  return {
    examine,
    rules: commonRules<C>(examine),
    guards: {
      ...(commonGuards as Record<keyof typeof commonGuards, Guard<C, TlsEvent>>),
      ...turnGuards<C, N>(turns, examine),
      ...badGuards<C, K>(kinds, examine),
    },
  };
}
