/** Where the package of an export is kept. */
export function toExportKey(space: string, id: string): string {
  return `${space}/course-exports/${id}`;
}
