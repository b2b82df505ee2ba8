import { readdirSync, readFileSync } from 'node:fs';
import type { PromptName } from '@lyceum/contracts/program-generation/prompt';
import { promptNames } from '@lyceum/contracts/program-generation/prompt';
import { type Locale, locales } from '@lyceum/contracts/shared/fields';
import { promptErrors } from './prompt-text.ts';

/** What comes with the platform. */
export interface BasePrompt {
  /** Of the file. */
  readonly version: number;
  readonly text: string;
}

export type BasePrompts = (name: PromptName, language: Locale) => BasePrompt;

const folder = new URL('../../prompts/', import.meta.url);

/** Reads the newest version of every prompt; throws when one is missing or has faults. */
export function loadPrompts(): BasePrompts {
  const files = readdirSync(folder);
  const prompts = promptNames.flatMap((name) =>
    locales.map((language) => [`${name}.${language}`, readNewest(files, name, language)] as const),
  );
  const byKey = new Map(prompts);
  return (name, language) => {
    const prompt = byKey.get(`${name}.${language}`);
    if (!prompt) throw new RangeError(`there is no prompt ${name} in ${language}`);
    return prompt;
  };
}

function readNewest(files: readonly string[], name: PromptName, language: Locale): BasePrompt {
  const versions = files.flatMap((file) => {
    const [, of, version, is] = /^(\w+)\.v(\d+)\.(\w+)\.md$/.exec(file) ?? [];
    return of === name && is === language ? [Number(version)] : [];
  });
  const version = Math.max(...versions);
  const text = readFileSync(new URL(`${name}.v${version}.${language}.md`, folder), 'utf8').trim();
  const faults = promptErrors(name, text, 'en');
  if (faults.length > 0) throw new Error(`prompt ${name}.v${version}.${language}: ${faults.join(' ')}`);
  return { version, text };
}
