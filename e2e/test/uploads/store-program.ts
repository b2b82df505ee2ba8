import { type ObjectStoreOptions, startObjectStore } from '@lyceum/dev-servers/object-store/object-store';

/** The object store in a process of its own, which a test can kill. */
const options = JSON.parse(process.argv[2] ?? '{}') as ObjectStoreOptions; // what store-process.ts wrote
await startObjectStore(options);
process.send?.('ready');
process.once('disconnect', () => process.exit());
