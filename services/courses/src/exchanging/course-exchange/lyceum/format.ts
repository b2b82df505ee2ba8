export const courseEntry = 'course.json';
export const formatName = 'lyceum-course';

/** Grows when what was written before has to be read in another way. */
export const formatVersion = 1;

/** The entry with the bytes of a file. */
export function toFileEntry(id: string): string {
  return `files/${id}`;
}
