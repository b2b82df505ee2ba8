import { matches } from './code-rules.ts';
import { type Finding, isTest, type Repository } from './repository.ts';
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
