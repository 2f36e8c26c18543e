/** What is said where a part of the page's code did not come; a worker says it too, and needs no other words. */
export const NOT_FETCHED =
  'A part of the page that this needs could not be fetched: there is no network, or the page was changed meanwhile.';
