import { type VariantOptions, variants } from './variants.ts';

/** One variant as a process of its own, named by the first argument; tells its parent the address. */
const [name = '', options = ''] = process.argv.slice(2);
const start = variants[name];
if (!start) throw new Error(`there is no variant ${name}`);
process.once('disconnect', () => process.exit());
process.send?.(await start(JSON.parse(options) as VariantOptions)); // what start-variant.ts wrote
