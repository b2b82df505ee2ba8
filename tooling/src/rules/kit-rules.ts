import { type Finding, isTest, type Repository } from './repository.ts';
import { locate } from './source.ts';

const maxKitLines = 150;

/** A subject of the kit that needs more is two. */
export function kitFilesAreShort({ sources }: Repository): Finding[] {
  return sources
    .filter(({ file }) => file.startsWith('packages/common/src/') && !isTest(file))
    .filter(({ text }) => text.trimEnd().split('\n').length > maxKitLines)
    .map(({ file }) => ({
      rule: 'kit-files-are-short',
      file,
      message: `has more than ${maxKitLines} lines: it is two subjects`,
    }));
}

/** A service says what it is; what runs it is the business of its `main.ts`, of the stack and of the gateway. */
export function servicesDoNotRunThemselves({ sources }: Repository): Finding[] {
  return sources
    .filter(({ file }) => /^(services\/[^/]+|packages\/llm)\/src\//.test(file) && !isTest(file) && !file.endsWith('/src/main.ts'))
    .flatMap((source) =>
      source.imports
        .filter(({ module }) => module.startsWith('@lyceum/common/run/'))
        .map(({ at }) => ({
          rule: 'services-do-not-run-themselves',
          file: locate(source, at),
          message: 'only main.ts may import what runs services',
        })),
    );
}

/** What others export is imported from them. */
export function nothingIsAFacade({ sources }: Repository): Finding[] {
  return sources.flatMap((source) =>
    Array.from(source.code.matchAll(/^export\s+(?:type\s+)?(?:\*|\{[^}]*\})\s*(?:as\s+\w+\s+)?from\b/gm), ({ index }) => ({
      rule: 'nothing-is-a-facade',
      file: locate(source, index),
      message: 'let those who need it import it from where it is',
    })),
  );
}
