/** Where the package of an import is kept. */
export function toImportKey(space: string, id: string): string {
  return `${space}/course-imports/${id}`;
}
