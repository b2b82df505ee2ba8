/** What is made a vector of. */
export const toEmbeddedText = ({
  headingPath,
  text,
}: {
  readonly headingPath: readonly string[];
  readonly text: string;
}): string => `${headingPath.join(' > ')}\n${text}`;
