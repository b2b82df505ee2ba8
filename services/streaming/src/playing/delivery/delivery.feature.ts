import { defineFeature } from '@lyceum/common/service';
import type { Storage } from '@lyceum/common/storage';
import type { LessonGate } from '../gate/lesson-gate.ts';
import { deliveryRoutes } from './delivery.routes.ts';
import { plainFileContents } from './plain-file.contents.ts';
import type { StretchKeys } from './stretch-keys.ts';

interface Needs {
  readonly config: { readonly PUBLIC_URL: string; readonly PLAYBACKS_PER_PERSON: number };
  readonly storage: Storage;
  readonly gate: LessonGate;
  readonly stretchKeys: StretchKeys;
}

export const deliveryFeature = defineFeature({
  mount: ({ config, storage, gate, stretchKeys: keys }: Needs) => {
    const perPerson = config.PLAYBACKS_PER_PERSON;
    return {
      routes: deliveryRoutes({ storage, gate, keys, publicUrl: config.PUBLIC_URL, perPerson }),
      contents: plainFileContents({ storage, gate, perPerson }),
    };
  },
});
