import { newId } from '@lyceum/common/database';
import { fail, found } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { enqueue } from '@lyceum/common/outbox';
import type { PromptName } from '@lyceum/contracts/program-generation/prompt';
import * as contract from '@lyceum/contracts/program-generation/prompt';
import { promptInvalid, prompts, promptTrialNotFound } from '@lyceum/contracts/program-generation/prompt';
import { type Locale, locales } from '@lyceum/contracts/shared/fields';
import type { z } from 'zod';
import type { BasePrompts } from '../prompts/load-prompts.ts';
import { PromptOverrideEntity, type PromptOverrideRow } from '../prompts/prompt-override.entity.ts';
import { promptErrors } from '../prompts/prompt-text.ts';
import { promptVariables } from '../prompts/prompt-variables.ts';
import { changePrompt } from '../prompts/prompts.ts';
import { PromptTrialEntity, type PromptTrialRow } from './prompt-trial.entity.ts';
import { sampleRequest } from './sample-request.ts';
import { tryPrompt } from './try-prompt.job.ts';

const access = prompts.manage;

export function promptRoutes(base: BasePrompts) {
  return [
    route(contract.listPrompts, { access }, async ({ db, ctx }) => {
      const overrides = await db.find(PromptOverrideEntity);
      const items = contract.promptNames.flatMap((name) =>
        locales.map((language) => {
          const override = overrides.find((row) => row.name === name && row.language === language);
          return presentPrompt(base, { name, language, override }, ctx.locale);
        }),
      );
      return { items };
    }),

    route(contract.putPrompt, { access }, async ({ db, ctx, params, body, ifMatch }) => {
      requireValidPrompt(params.name, body.text, ctx.locale);
      const baseVersion = base(params.name, params.language).version;
      const override = await changePrompt(db, { ...params, text: body.text, baseVersion, ifMatch });
      return presentPrompt(base, { ...params, override }, ctx.locale);
    }),

    route(contract.resetPrompt, { access }, async ({ db, ctx, params, ifMatch }) => {
      const baseVersion = base(params.name, params.language).version;
      const override = await changePrompt(db, { ...params, text: null, baseVersion, ifMatch });
      return presentPrompt(base, { ...params, override }, ctx.locale);
    }),

    route(contract.tryPrompt, { access }, async ({ db, ctx, actor, params, body }) => {
      requireValidPrompt(params.name, body.text, ctx.locale);
      const trial: PromptTrialRow = {
        ...params,
        id: newId(),
        authorId: actor.id,
        authorRoles: [...actor.roles],
        text: body.text,
        // A prompt asks in its own language.
        request: { ...(body.request ?? sampleRequest[params.language]), language: params.language, attachments: [] },
        status: 'queued',
        current: null,
        candidate: null,
        createdAt: ctx.now(),
      };
      await db.insert(PromptTrialEntity, trial);
      await enqueue(db, ctx, tryPrompt, { trialId: trial.id });
      return presentTrial(trial);
    }),

    route(contract.getPromptTrial, { access }, async ({ db, params }) => {
      const trial = found(await db.findOneBy(PromptTrialEntity, { id: params.trialId }), promptTrialNotFound);
      return presentTrial(trial);
    }),
  ];
}

function requireValidPrompt(name: PromptName, text: string, locale: Locale): void {
  const faults = promptErrors(name, text, locale);
  if (faults.length === 0) return;
  const errors = faults.map((message) => ({ pointer: '/body/text', message }));
  throw fail(promptInvalid, { detail: faults.join(' '), errors });
}

interface KnownPrompt {
  readonly name: PromptName;
  readonly language: Locale;
  readonly override: PromptOverrideRow | undefined;
}

function presentPrompt(base: BasePrompts, { name, language, override }: KnownPrompt, locale: Locale): contract.Prompt {
  const file = base(name, language);
  const own = override?.text ?? null;
  return {
    name,
    language,
    baseVersion: own === null ? file.version : (override?.baseVersion ?? file.version),
    text: own ?? file.text,
    overridden: own !== null,
    outdated: own !== null && override?.baseVersion !== file.version,
    variables: Object.entries(promptVariables[name]).map(([variable, { description, required }]) => ({
      name: variable,
      description: description[locale],
      required,
    })),
    version: override?.version ?? 0,
  };
}

function presentTrial({
  id,
  name,
  language,
  status,
  current,
  candidate,
  createdAt,
}: PromptTrialRow): z.input<typeof contract.promptTrial> {
  const { current: side } = contract.promptTrial.shape;
  return {
    id,
    name,
    language,
    status,
    current: side.parse(current),
    candidate: side.parse(candidate),
    createdAt,
  };
}
