import { NOT_FETCHED } from '../../strings/en/page/fetched';

/** How Chromium, Firefox and Safari begin what they say of an import() that finds no module. */
const UNFETCHED = /^(Failed to fetch|error loading) dynamically imported module|^Importing a module script failed/;

/** What is said of whatever was thrown. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return UNFETCHED.test(message) ? NOT_FETCHED : message;
}
