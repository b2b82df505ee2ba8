import { z } from 'zod';
import { type Finding, isTest, type Repository, readText } from './repository.ts';
import { locate } from './source.ts';

/** Which workspaces a workspace may import; those that run or test the whole may import any. */
const mayImport: readonly { workspace: RegExp; allowed: readonly string[] }[] = [
  { workspace: /^packages\/contracts$/, allowed: [] },
  { workspace: /^packages\/common$/, allowed: ['contracts'] },
  { workspace: /^packages\/llm$/, allowed: ['contracts', 'common'] },
  { workspace: /^packages\/testing$/, allowed: ['contracts', 'common'] },
  { workspace: /^packages\/dev-servers$/, allowed: ['contracts', 'common'] },
  { workspace: /^services\/[^/]+$/, allowed: ['contracts', 'common', 'llm'] },
  { workspace: /^gateway$/, allowed: ['contracts', 'common'] },
  { workspace: /^packages\/[^/]+$/, allowed: [] },
  { workspace: /^web$/, allowed: ['contracts'] },
];

const manifest = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
});

/** `turbo boundaries` sees that imports are declared; this, that what is declared may be. */
export function workspacesKeepTheirSide(repository: Repository): Finding[] {
  const rule = 'workspaces-keep-their-side';
  const manifests = repository.files.filter((file) => file.endsWith('/package.json'));
  const declared = manifests.flatMap((file) =>
    refusedDependencies(file.slice(0, -'/package.json'.length), manifest.parse(JSON.parse(readText(repository, file) ?? ''))).map(
      (name) => ({ rule, file, message: `may not depend on ${name}` }),
    ),
  );
  const testing = repository.sources
    .filter(({ file }) => !isTest(file) && !/^(packages\/testing|packages\/llm\/testing|bench)\//.test(file))
    .flatMap((source) =>
      source.imports
        .filter(({ module }) => /^@lyceum\/(llm\/)?testing\//.test(module))
        .map(({ at }) => ({ rule, file: locate(source, at), message: 'only tests and benches may import what is for tests' })),
    );
  return [...declared, ...testing];
}

function refusedDependencies(workspace: string, { dependencies, devDependencies }: z.output<typeof manifest>): string[] {
  const allowed = mayImport.find((entry) => entry.workspace.test(workspace))?.allowed.map((name) => `@lyceum/${name}`);
  const isRefused = (name: string) => name.startsWith('@lyceum/') && allowed !== undefined && !allowed.includes(name);
  const needed = Object.keys(dependencies);
  return [
    ...needed.filter((name) => isRefused(name) || name === '@lyceum/testing'),
    ...Object.keys(devDependencies).filter((name) => isRefused(name) && name !== '@lyceum/testing'),
    // The web bundles the contracts.
    ...needed.filter((name) => workspace === 'packages/contracts' && name !== 'zod' && !isRefused(name)),
  ];
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
