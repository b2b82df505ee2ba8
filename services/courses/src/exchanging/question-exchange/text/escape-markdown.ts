/** Text in which nothing means anything to Markdown. Lines of underscores, where something is to be written, stay. */
export function escapeMarkdown(text: string): string {
  return text.replace(/_{3,}|[\\`*_<]|&(?=#?\w)/g, (mark) => (mark.length > 1 ? mark : `\\${mark}`));
}
