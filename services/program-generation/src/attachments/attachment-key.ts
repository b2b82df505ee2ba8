/** Where the file of an attachment is kept. */
export function attachmentKey(space: string, id: string): string {
  return `${space}/attachments/${id}`;
}
