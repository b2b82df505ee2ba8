/** Where a file of a submission is kept. */
export function toSubmissionFileKey(space: string, id: string): string {
  return `${space}/submissions/${id}`;
}
