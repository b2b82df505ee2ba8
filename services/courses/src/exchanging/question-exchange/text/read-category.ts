/** The tag for a category: the innermost of a path such as `$course$/top/Chemistry/Acids`, where `//` is a slash of a name. */
export function readCategory(path: string): string[] {
  const names = path.split(/(?<!\/)\/(?!\/)/).map((name) => name.replaceAll('//', '/').trim());
  return names.filter((name) => name !== '' && name !== 'top' && !/^\$\w+\$$/.test(name)).slice(-1);
}
