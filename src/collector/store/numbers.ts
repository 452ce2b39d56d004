/** Which stored events count in a session's numbering, in SQL: what its visitor's pages and the site's own server told. */

/**
 * The same events that the fold of a session believes.
 *
 * @param visitor SQL for the visitor whose session it is
 */
export const numbersOf = (visitor: string) =>
  `seq IS NOT NULL AND ((source = 'page' AND visitor IS ${visitor}) OR (source = 'server' AND type NOT GLOB 'conversation.*'))`;
