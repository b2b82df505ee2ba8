import { z } from 'zod';
import { type Finding, isTest, type Repository, readText } from './repository.ts';
import { locate } from './source.ts';

/** Which workspaces a workspace may import; those that run or test the whole may import any. */
const mayImport: readonly { workspace: RegExp; allowed: readonly string[] }[] = [
  { workspace: /^packages\/contracts$/, allowed: [] },
  { workspace: /^packages\/common$/, allowed: ['contracts'] },
  { workspace: /^packages\/llm$/, allowed: ['contracts', 'common'] },
  { workspace: /^packages\/testing$/, allowed: ['contracts', 'common'] },
  { workspace: /^services\/[^/]+$/, allowed: ['contracts', 'common', 'llm'] },
  { workspace: /^gateway$/, allowed: ['contracts', 'common'] },
  { workspace: /^web$/, allowed: ['contracts'] },
];

const manifest = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
});

/** `turbo boundaries` sees that imports are declared; this, that what is declared may be. */
export function workspacesKeepTheirSide(repository: Repository): Finding[] {
  const rule = 'workspaces-keep-their-side';
  return repository.files
    .filter((file) => file.endsWith('/package.json'))
    .flatMap((file) => {
      const { dependencies, devDependencies } = manifest.parse(JSON.parse(readText(repository, file) ?? '{}'));
      const ours = (names: object) => Object.keys(names).flatMap((name) => /^@lyceum\/(.+)$/.exec(name)?.[1] ?? []);
      const workspace = file.slice(0, -'/package.json'.length);
      const allowed = mayImport.find((entry) => entry.workspace.test(workspace))?.allowed;
      const refused = [
        ...ours(dependencies).filter((name) => name === 'testing' || (allowed && !allowed.includes(name))),
        ...ours(devDependencies).filter((name) => allowed && name !== 'testing' && !allowed.includes(name)),
      ];
      const foreign = workspace === 'packages/contracts' ? Object.keys(dependencies).filter((name) => name !== 'zod') : [];
      return [...refused.map((name) => `@lyceum/${name}`), ...foreign].map((name) => ({
        rule,
        file,
        message: `may not depend on ${name} ${name === '@lyceum/testing' ? 'except for its tests' : ''}`.trimEnd(),
      }));
    });
}

/** Another feature's functions and entity are its face; its routes are not. */
export function featuresShareNoRoutes({ sources }: Repository): Finding[] {
  return sources
    .filter(({ file }) => /^services\/[^/]+\/src\/.+\//.test(file) && !isTest(file))
    .flatMap((source) =>
      source.imports
        .filter(({ module }) => module.startsWith('../') && module.endsWith('.routes.ts'))
        .map(({ module, at }) => ({
          rule: 'features-share-no-routes',
          file: locate(source, at),
          message: `import a function of the other feature, not ${module}`,
        })),
    );
}
