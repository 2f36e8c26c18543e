/** Why a packet went no further, and what else a run's entries say, in English. */
import type { Reason, Sentences } from '../../wire/reason';
import { sentenceOf } from '../sentence';
import { edge, type EdgeReason } from './edge';
import { network } from './network';
import type { NetworkReason } from '../../sim/reasons';

const reasons: Sentences<EdgeReason | NetworkReason> = { ...edge, ...network };

export const inWords = (reason: Reason): string => sentenceOf(reasons, reason);
