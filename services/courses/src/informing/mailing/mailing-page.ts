/** How many learners are served in one transaction. */
export const mailingPageSize = 200;

/** Id of the last person of a full page; undefined when nobody comes after it. */
export function findLastPersonId(personIds: readonly string[]): string | undefined {
  return personIds[mailingPageSize - 1];
}
