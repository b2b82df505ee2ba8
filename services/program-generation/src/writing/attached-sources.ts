import type { ProgramDocument, ProgramSource } from '@lyceum/contracts/program-generation/program-document';
import { tidyPhrase } from '../text/tidy-text.ts';
import type { Material } from './quote-materials.ts';

/** The texts the author attached are sources of every module: the programme was to build on them. */
export function addAttachedSources(document: ProgramDocument, materials: readonly Pick<Material, 'name'>[]): ProgramDocument {
  const attached = materials.map(({ name }, index): ProgramSource => {
    const title = tidyPhrase(name.replace(/\.\w{1,5}$/, ''), 400, document.language) || name;
    const unknown = { authors: [], publication: '', year: null, extent: '', url: null, accessed: null };
    return { id: `a${index + 1}`, type: 'book', title, ...unknown, origin: 'attachment' };
  });
  const ids = attached.map(({ id }) => id);
  return {
    ...document,
    modules: document.modules.map((module) => ({ ...module, sources: [...ids, ...module.sources] })),
    sources: [...document.sources, ...attached],
  };
}
