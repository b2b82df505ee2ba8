import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Context, Module } from 'node:vm';
import { keepGlobals } from './shared-world.ts';

type JestRuntime = typeof import('jest-runtime', { with: { 'resolution-mode': 'require' }});

// The types of Jest tell what require() gives and not what import does.
const { default: Runtime } = createRequire(import.meta.url)('jest-runtime') as JestRuntime;
type Runtime = InstanceType<typeof Runtime>;

type Registry = Map<string, Module | Promise<Module>>;
type Options = Parameters<Runtime['requireModule']>[2];

/** What we use of Jest's loader that its types hide. Jest is pinned; a newer one without these fails in library-runtime.test.ts. */
interface Internals {
  readonly registries: { esModuleRegistry: Registry };
  readonly esmLoader: {
    getContext(): Context;
    buildCjsAsEsmSyntheticModule(from: string, path: string, context: Context): Module;
    tryLoadGraphSync(path: string, suffix: string, mode: 'sync-preferred'): Module | 'load-async';
  };
  readonly _resolution: { isCoreModule(name: string): boolean; resolveCjs(from: string, name: string | undefined): string };
}

const getInternals = (runtime: Runtime) => runtime as unknown as Internals; // the types call them private
const isLibrary = (pathOrUrl: string) => pathOrUrl.includes('/node_modules/');

/** Loads packages of others, and is never torn down: they load more of themselves when they are used. */
class Libraries extends Runtime {
  /** Undefined where it cannot be had at once, as JSON or with an `await` at its top: then the test file loads its own. */
  find(url: string): Module | Promise<Module> | undefined {
    const { esModuleRegistry } = getInternals(this).registries;
    const loaded = esModuleRegistry.get(url);
    if (loaded || /[?#]|\.(?:json|wasm|node)$/.test(url)) return loaded;
    return keepGlobals(() => this.#load(url, fileURLToPath(url)));
  }

  #load(url: string, path: string): Module | undefined {
    const { esmLoader, registries } = getInternals(this);
    if (!this.unstable_shouldLoadAsEsm(path)) {
      try {
        const module = esmLoader.buildCjsAsEsmSyntheticModule(path, path, esmLoader.getContext());
        registries.esModuleRegistry.set(url, module);
        return module;
      } catch (error) {
        // Jest's own sign of a package that has ES modules and does not say so.
        if (!(error instanceof Error && error.constructor.name === 'CjsParseError')) throw error;
      }
    }
    const module = esmLoader.tryLoadGraphSync(path, '', 'sync-preferred');
    return module === 'load-async' ? undefined : module;
  }

  override requireModule<T>(from: string, name?: string, options?: Options, isActual?: boolean): T {
    return keepGlobals(() => super.requireModule<T>(from, name, options, isActual));
  }
}

/** Modules that a test file has loaded; it finds packages of others among the libraries. */
class ModulesOfFile extends Map<string, Module | Promise<Module>> {
  override get(url: string): Module | Promise<Module> | undefined {
    return super.get(url) ?? (url.startsWith('file:') && isLibrary(url) ? libraries?.find(url) : undefined);
  }
}

/** One for all test files of this worker. */
let libraries: Libraries | undefined;

/** Loads our own modules anew for each test file, and packages of others once for all files of a worker, which share their globals. */
// biome-ignore lint/style/noDefaultExport: Jest makes one of the default export for each test file
export default class LibraryRuntime extends Runtime {
  constructor(...parameters: ConstructorParameters<typeof Runtime>) {
    libraries ??= new Libraries(...parameters);
    super(...parameters);
    getInternals(this).registries.esModuleRegistry = new ModulesOfFile();
  }

  override requireModule<T>(from: string, name?: string, options?: Options, isActual?: boolean): T {
    const { _resolution } = getInternals(this);
    const isOurs = options?.isInternalModule || (name !== undefined && _resolution.isCoreModule(name));
    if (!isOurs && libraries && isLibrary(_resolution.resolveCjs(from, name))) {
      return libraries.requireModule<T>(from, name, options, isActual);
    }
    return super.requireModule<T>(from, name, options, isActual);
  }
}
