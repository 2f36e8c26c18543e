/** A plain session, for whoever times it. */
import { fresh, PLAIN, played } from './scenarios';

const parts = await fresh(PLAIN);

export const once = (): unknown => played(PLAIN, parts);
