import { systemClock } from '@lyceum/common/context';
import type { ProviderSettings } from '@lyceum/contracts/models/provider';
import { z } from 'zod';
import { createLanguageModel } from '../src/create-language-model.ts';
import type { LanguageModel } from '../src/language-model.ts';
import { hosts, log, options, question, readAll, toFailure } from './model-under-test.ts';

interface Order {
  settings: ProviderSettings;
  key: string;
}

/** A process of its own: for each message with settings it makes every call, also such that nobody waits for, and tells how they ended. */
process.on('message', (order: Order) => {
  void callEveryWay(order);
});

async function callEveryWay({ settings, key }: Order): Promise<void> {
  const model = createLanguageModel(settings, key, { clock: systemClock, log, hosts });
  const schema = z.object({ title: z.string() });
  const leaving = new AbortController();
  const left = [
    toFailure(model.generateObject(question, schema, { signal: leaving.signal })),
    toFailure(readAll(model.streamText(question, { signal: leaving.signal }))),
  ];
  leaving.abort(new Error('the person left'));
  await Promise.all(left);
  const failures = [
    await toFailure(model.generateObject(question, schema, options)),
    await toFailure(readAll(model.streamText(question, options))),
    await toFailure(leave(model)),
    await toFailure(model.embed(['text'], options)),
    await toFailure(model.countTokens(question, options)),
  ];
  await model.close();
  process.send?.(failures.map((failure) => (failure === undefined ? 'done' : Object(failure).kind)));
}

async function leave(model: LanguageModel): Promise<void> {
  for await (const _ of model.streamText(question, options)) return;
}
