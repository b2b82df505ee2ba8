import { defineFeature } from '@lyceum/common/service';
import type { ProviderHosts } from '@lyceum/llm/addresses/provider-hosts';
import { CreateRecordStores1796029325825 } from '../../migrations/1796029325825-create-record-stores.ts';
import { RecordStoreEntity } from './record-store.entity.ts';
import { recordStoreRoutes } from './record-store.routes.ts';
import { StatementEntity } from './statement.entity.ts';
import type { StoreClient } from './store-client.ts';

interface Needs {
  readonly config: {
    readonly PUBLIC_URL: string;
    readonly KEY_ENCRYPTION_SECRET: string;
    readonly RECORD_STORE_HOSTS: ProviderHosts;
  };
  readonly storeClient: StoreClient;
}

export const recordStoreFeature = defineFeature({
  migrations: [CreateRecordStores1796029325825],
  entities: [RecordStoreEntity, StatementEntity],
  mount: ({ config, storeClient }: Needs) => ({
    routes: recordStoreRoutes(
      { publicUrl: config.PUBLIC_URL, secret: config.KEY_ENCRYPTION_SECRET, hosts: config.RECORD_STORE_HOSTS },
      storeClient,
    ),
  }),
});
