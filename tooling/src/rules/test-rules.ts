import { matches } from './code-rules.ts';
import { type Finding, isTest, type Repository, readText } from './repository.ts';
import { locate } from './source.ts';

const tests = ({ sources }: Repository) => sources.filter(({ file }) => isTest(file));

export function everyTestRuns(repository: Repository): Finding[] {
  const idle = /\b(?:describe|it|test)\s*\.\s*(?:only|skip|todo|failing)\b|\b(?:fdescribe|fit|xdescribe|xit|xtest)\s*[.(]/g;
  return matches(tests(repository), idle, 'every-test-runs', (found) => `remove ${found}`);
}

/** A pause is too short on a busy machine and too long on every other. */
export function testsDoNotSleep(repository: Repository): Finding[] {
  const rule = 'tests-do-not-sleep';
  const message = 'wait for an event or for a condition';
  const imported = tests(repository).flatMap((source) =>
    source.imports
      .filter(({ module }) => /^(node:)?timers(\/promises)?$/.test(module))
      .map(({ at }) => ({ rule, file: locate(source, at), message })),
  );
  return [...imported, ...matches(tests(repository), /\bsetTimeout\s*\(|\bAtomics\.wait\b|\bsleep\s*\(/g, rule, () => message)];
}

const environment = 'packages/testing/src/clean-environment.ts';

/** Only the environment of all tests sees what outlives them, and a run that is forced to exit hides it. */
export function testsEndByThemselves(repository: Repository): Finding[] {
  const rule = 'tests-end-by-themselves';
  const file = 'jest.config.js';
  const isSet = readText(repository, file)?.includes(`testEnvironment: '<rootDir>/${environment}'`);
  const others = tests(repository).flatMap((source) =>
    Array.from(source.text.matchAll(/^[ \t]*(?:\/\*)?\*+\s*@jest-environment\b/gm), ({ index }) => locate(source, index)),
  );
  const runners = repository.files.filter((name) => /(^|\/)package\.json$|^jest\.config|^\.ci\/|^\.github\//.test(name));
  const forced = runners.filter((name) => /\bforceExit\b/.test(readText(repository, name) ?? ''));
  return [
    ...(isSet ? [] : [{ rule, file, message: `let every test run in ${environment}` }]),
    ...others.map((at) => ({ rule, file: at, message: `let the test run in ${environment}` })),
    ...forced.map((name) => ({ rule, file: name, message: 'end what the tests start instead' })),
  ];
}
