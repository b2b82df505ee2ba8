/** The manifest of a package: it may lie in the one folder that was packed. */
export function findManifest(names: readonly string[]): string | undefined {
  return (
    names.find((name) => name.toLowerCase() === 'imsmanifest.xml') ??
    names.find((name) => /^[^/]+\/imsmanifest\.xml$/i.test(name))
  );
}
