import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeFaults } from '@lyceum/testing/request-faults';
import { createTestService } from '@lyceum/testing/service';
import { endProbe, probes } from '../../test/probe.ts';

const root = join(import.meta.dirname, '../../../..');
const service = createTestService(probes, {}, { migrate: true });
const folder = mkdtempSync(join(tmpdir(), 'lyceum-faults-'));
afterAll(() => rmSync(folder, { recursive: true }));

const noted = (text: string) => `
  const key = Symbol.for('lyceum.request-faults');
  const note = () => { globalThis[key] = ['${text}']; };`;

const fails = `${noted('GET /a answered 500')}
  it('means it', () => note());
  it('does not mean it', () => { note(); expect(500).toBe(200); });
  it('fails for another reason', () => expect('this').toBe('that'));`;

interface Report {
  testResults: { assertionResults: { title: string; failureMessages: string[] }[] }[];
}

it.each([
  ['bug', /POST \/api\/v1\/users\/probes-end\/bug answered 500, because of\nError: a secret detail\n {4}at .*probe\.ts/],
  ['undeclared', /probes-end\/undeclared answered 500, because of\nDomainError: space\.taken\n[^{]* {4}at .*probe\.ts/],
] as const)('notes of a %s the error with its stack', async (how, fault) => {
  await service.call(endProbe, { params: { how } });
  expect(takeFaults(globalThis)).toEqual([expect.stringMatching(fault)]);
});

it('notes nothing of a failure that is declared', async () => {
  await service.call(endProbe, { params: { how: 'fail' } });
  expect(takeFaults(globalThis)).toEqual([]);
});

it('shows what was noted in the test that fails, and in no other', async () => {
  writeFileSync(join(folder, 'fails.test.cjs'), fails);
  const config = {
    rootDir: folder,
    testEnvironment: join(root, 'packages/testing/src/clean-environment.ts'),
    testMatch: ['**/*.test.cjs'],
    moduleFileExtensions: ['cjs', 'js'],
    transform: {},
  };
  const jest = [join(root, 'node_modules/jest/bin/jest.js'), '--json', '--outputFile=report.json'];
  await new Promise((resolve) => {
    execFile(process.execPath, [...jest, '--config', JSON.stringify(config)], { cwd: folder }, resolve);
  });
  const { testResults } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report;
  const failures = testResults.flatMap(({ assertionResults }) => assertionResults.map(({ failureMessages }) => failureMessages));
  expect(failures).toEqual([
    [],
    [expect.stringContaining('Expected: 200'), 'GET /a answered 500'],
    [expect.stringContaining('Expected: "that"')],
  ]);
});
