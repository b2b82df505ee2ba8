import type { PromptName } from '@lyceum/contracts/program-generation/prompt';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { Message } from '@lyceum/llm/language-model';
import { promptVariables } from './prompt-variables.ts';

const placeholder = /\{\{\s*(\w+)\s*\}\}/g;

/** The first line of three hyphens. */
const separator = /^---[ \t]*$/m;

/**
 * What is wrong with the text of a prompt; nothing when it may be used. Above its line `---` stand the instructions, which take no
 * variables: what a person wrote, or an attachment says, must not reach the place where instructions are obeyed.
 */
export function promptErrors(name: PromptName, text: string, locale: Locale): string[] {
  const variables = promptVariables[name];
  const [instructions, question] = splitPrompt(text);
  const say = (ru: string, en: string) => ({ ru, en })[locale];
  const used = [...text.matchAll(placeholder)].map(([, variable = '']) => variable);
  const unknown = new Set(used.filter((variable) => !Object.hasOwn(variables, variable)));
  const missing = Object.keys(variables).filter((variable) => variables[variable]?.required && !used.includes(variable));
  return [
    ...(question === undefined || instructions.trim() === '' || question.trim() === ''
      ? [
          say(
            'Нужна строка ---: над ней указания, под ней заявка.',
            'A line --- is needed: instructions above it, the order below.',
          ),
        ]
      : []),
    ...(instructions.match(placeholder) && question !== undefined
      ? [say('Переменные бывают только под строкой ---.', 'Variables stand below the line --- only.')]
      : []),
    ...[...unknown].map((variable) => say(`Неизвестная переменная {{${variable}}}.`, `Unknown variable {{${variable}}}.`)),
    ...missing.map((variable) => say(`Нет переменной {{${variable}}}.`, `The variable {{${variable}}} is missing.`)),
    ...(/\{\{|\}\}/.test(text.replace(placeholder, ''))
      ? [say('Лишние фигурные скобки {{ или }}.', 'Stray braces {{ or }}.')]
      : []),
  ];
}

/** The messages of a prompt that has no faults. Values are put in as they are: braces within them mean nothing. */
export function fillPrompt(text: string, values: Readonly<Record<string, string>>): Message[] {
  const [instructions, question = ''] = splitPrompt(text);
  return [
    { role: 'system', content: instructions.trim() },
    { role: 'user', content: question.trim().replace(placeholder, (_, variable: string) => values[variable] ?? '') },
  ];
}

function splitPrompt(text: string): [instructions: string, question?: string] {
  const found = separator.exec(text);
  return found ? [text.slice(0, found.index), text.slice(found.index + found[0].length)] : [text];
}
