import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createApi } from './api.ts';
import { readApiDocument } from './postman/api-document.ts';
import { createCollection } from './postman/collection.ts';
import { runCollection } from './postman/run-collection.ts';

const usage = `npm run postman -- <base url> [--out <file>] [--run --email <address> --password <password>]
  --out  where the collection goes, lyceum.postman_collection.json by default
  --run  sends its requests, which change what is there; tells each answer that is neither a success nor a documented 404`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string', default: 'lyceum.postman_collection.json' },
    run: { type: 'boolean', default: false },
    email: { type: 'string', default: '' },
    password: { type: 'string', default: '' },
  },
});
const [baseUrl] = positionals;
if (!baseUrl || !URL.canParse(baseUrl)) {
  console.error(usage);
  process.exit(2);
}
const api = readApiDocument(await (await createApi(baseUrl).raw('/openapi.json')).json());
const collection = createCollection(api, baseUrl.replace(/\/+$/, ''));
writeFileSync(values.out, `${JSON.stringify(collection, null, 2)}\n`);
console.log(`${values.out}: ${api.operations.length} requests`);
if (values.run) {
  const answers = await runCollection(collection, { email: values.email, password: values.password });
  const others = answers.filter(({ status = 0 }) => status !== 404 && Math.floor(status / 100) !== 2);
  for (const { operationId, status } of others) console.log(`${operationId} answered ${status ?? 'nothing'}`);
  console.log(`${answers.length - others.length} of ${answers.length} requests answered with a success or a documented 404`);
}
