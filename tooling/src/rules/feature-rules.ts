import { dirname, posix } from 'node:path';
import type { Finding, Repository } from './repository.ts';
import type { Source } from './source.ts';

const maxLines = 50;
/** What a feature brings along, by the names of its files. */
const partOfFeature = /^services\/[^/]+\/src\/.+\/(?:[^/]+\.(?:entity|routes|job)|on-[^/]+|[^/]+-snapshot)\.ts$/;

/** `service.ts` says which features there are; each of them lies beside what it is made of. */
export function servicesAreListsOfFeatures({ serviceFolders, sources }: Repository): Finding[] {
  const rule = 'services-are-lists-of-features';
  const named = (source: Source | undefined) =>
    new Set(source?.imports.map(({ module }) => posix.join(dirname(source.file), module)) ?? []);
  /** A service of many features lists them by area, in the folder of each. */
  const findAreas = (service: Source | undefined) =>
    sources.filter(({ file }) => file.endsWith('.features.ts') && named(service).has(file));
  const features = sources.filter(({ file }) => /^services\/[^/]+\/src\/.+\.feature\.ts$/.test(file));
  const services = serviceFolders.map((name) => sources.find(({ file }) => file === `services/${name}/src/service.ts`));
  const listed = new Set(
    services.flatMap((service) => [...named(service), ...findAreas(service).flatMap((area) => [...named(area)])]),
  );
  const taken = new Set(
    features.flatMap((feature) => [...named(feature)].filter((file) => dirname(file) === dirname(feature.file))),
  );
  return [
    ...services.flatMap((service) =>
      service && service.text.trimEnd().split('\n').length >= maxLines
        ? [
            {
              rule,
              file: service.file,
              message: `it has ${maxLines} lines or more: what several features take belongs in create-shared.ts`,
            },
          ]
        : [],
    ),
    ...features
      .filter(({ file }) => !listed.has(file))
      .map(({ file }) => ({
        rule,
        file,
        message: 'list it among the features of service.ts, or of an area that service.ts lists',
      })),
    ...sources
      .filter(({ file }) => partOfFeature.test(file) && !file.endsWith('.test.ts') && !taken.has(file))
      .map(({ file }) => ({ rule, file, message: 'import it in the *.feature.ts of its folder' })),
  ];
}
