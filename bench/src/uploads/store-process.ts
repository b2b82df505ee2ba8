import { type ObjectStoreOptions, startObjectStore } from '@lyceum/dev-servers/object-store/object-store';

/** The local object store in a process of its own; tells its parent the address. */
const options = JSON.parse(process.argv[2] ?? '{}') as ObjectStoreOptions; // what setting.ts wrote
const { endpoint } = await startObjectStore(options);
process.once('disconnect', () => process.exit());
process.send?.(endpoint);
