import { findChild, findChildren, findWithin, type XmlElement } from '../../question-exchange/xml/xml-element.ts';

/** The sequencing of an item or an organization (SCORM 2004 CAM 5.1): its own, and what that takes over of the collection. */
export function createFindSequencing(manifest: XmlElement): (activity: XmlElement) => XmlElement[] {
  const shared = new Map(
    findChildren(findChild(manifest, 'sequencingCollection'), 'sequencing').map((part) => [part.attributes.get('ID'), part]),
  );
  return (activity) => {
    const own = findChild(activity, 'sequencing');
    const taken = own && shared.get(own.attributes.get('IDRef') ?? own.attributes.get('IDREF'));
    return [...(own ? [own] : []), ...(taken ? [taken] : [])];
  };
}

const ruling = new Set([
  'preConditionRule',
  'postConditionRule',
  'exitConditionRule',
  'rollupRule',
  'randomizationControls',
  'mapInfo',
]);

/** Tells whether it orders what is open when: moving freely is what a course does as well. Many items may share a part. */
export function createIsRuling(): (sequencing: readonly XmlElement[]) => boolean {
  const known = new Map<XmlElement, boolean>();
  return (sequencing) =>
    sequencing.some((part) => {
      const found = known.get(part) ?? findWithin(part, rules).length > 0;
      known.set(part, found);
      return found;
    });
}

function rules({ name, attributes }: XmlElement): boolean {
  if (name === 'controlMode') return attributes.get('choice') === 'false' || attributes.get('forwardOnly') === 'true';
  if (name === 'limitConditions') return attributes.has('attemptLimit');
  return ruling.has(name);
}
