/** What went wrong, with what caused it: `fetch failed` alone says nothing. */
export function getReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
