/** Which numbers count in a session's numbering: in SQL, those of what its visitor's pages and the site's own server told. */

/**
 * Why a number is in the book of refusals that is no event's: a copy of one that is stored under another number brought it.
 * Of two reasons for a number the first by name is kept, and this comes before all that the door has.
 */
export const COPY = "copy";

/**
 * The same events that the fold of a session believes.
 *
 * @param visitor SQL for the visitor whose session it is
 */
export const numbersOf = (visitor: string) =>
  `seq IS NOT NULL AND ((source = 'page' AND visitor IS ${visitor}) OR (source = 'server' AND type NOT GLOB 'conversation.*'))`;
