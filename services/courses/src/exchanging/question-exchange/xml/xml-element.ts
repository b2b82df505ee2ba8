export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (XmlElement | string)[];
}

export function findChildren(parent: XmlElement | undefined, name: string): XmlElement[] {
  return (parent?.children ?? []).filter((child) => typeof child !== 'string').filter((child) => child.name === name);
}

export function findChild(parent: XmlElement | undefined, name: string): XmlElement | undefined {
  return findChildren(parent, name)[0];
}

/** All elements within that the test holds for, in order; it does not look into those. */
export function findWithin(parent: XmlElement, holds: (element: XmlElement) => boolean): XmlElement[] {
  return parent.children.flatMap((child) => {
    if (typeof child === 'string') return [];
    return holds(child) ? [child] : findWithin(child, holds);
  });
}

/** All text within, without the elements. */
export function toText(element: XmlElement | undefined): string {
  return (element?.children ?? []).map((child) => (typeof child === 'string' ? child : toText(child))).join('');
}

/** Text of a child, without spaces around it. */
export function getText(parent: XmlElement | undefined, name: string): string {
  return toText(findChild(parent, name)).trim();
}
